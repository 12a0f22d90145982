import { type Audience, EVENTS, type Event, type Notice } from '../../lambda/core/notice';
import type { Message } from '../../lambda/notify/channel';
import { composeChat } from '../../lambda/notify/chat';
import { entryOf } from '../../lambda/notify/event-bus';
import { eventOf, resourcesOf } from '../../lambda/notify/events';
import { septets } from '../../lambda/notify/gsm7';
import { DIGESTS } from './digest-samples';
import { everyFault } from './fault-subjects';
import { EXPIRED, MANY, NOT_APPLIED, SAMPLES, type Sample, SEVERAL, SHARED } from './message-samples';
import { NOW, only, PLACE } from './notices';

const PREAMBLE = `# Messages

Every kind of message as it arrives. A test writes this document from the code that words them: only the
facts are made up. The clock stands at Sun 22 Nov 2026, 10:00 UTC. To write it anew: \`UPDATE_DOCS=1 npx jest test/notify/messages-docs\`.

- **Few.** In a sweep each client has one message for each audience and severity. What several targets have in common is told once. The
  first dozen matters of a message are told in full, the others in a line each; one that would be longer than SNS takes
  (256 KiB) is divided into parts that say so.
- **To whom.** \`owner\` hears everything, \`escalation\` what is late and how that ends, \`operations\` what concerns the monitor itself.
  Subscriptions filter by the attributes, which are shown [under \`not-applied\`](#not-applied); no reader
  of e-mail or SMS sees them ([operations.md](operations.md#who-hears-of-what)).
- **How bad.** A subject begins with \`[EXPIRED]\`, \`[CRITICAL]\`, \`[WARNING]\`, \`[OK]\` (good news) or \`[DIGEST]\`.
- **E-mail** is plain text, since SNS sends no HTML; the subject has fewer than 100 ASCII characters. **SMS** has one part of at most
  160 characters of the GSM alphabet and goes, unless \`smsSeverity\` says otherwise, to what is critical alone.
- **Chat and events** are off unless configured: [chat.md](chat.md), [events.md](events.md). They are shown for
  [\`expired\`](#expired) and [\`not-applied\`](#not-applied).

[findings.md](findings.md) says what each finding means and what to do.`;

/** docs/messages.md, in the words that the code has now. */
export function messagesDocument(findings: string): string {
  const chapters = [
    ...EVENTS.map((event) => chapterOf(event, findings)),
    chapter('Every fault', everyFault(findings)),
    together(),
    chapter('Digests', ['Every week, also when nothing has happened.', ...Object.entries(DIGESTS).map(digest)]),
  ];
  const contents = chapters.map(({ heading }) => `- [${heading}](#${anchor(heading)})`).join('\n');
  return `${[PREAMBLE, contents, ...chapters.map(({ text }) => text)].join('\n\n')}\n`;
}

interface Chapter {
  readonly heading: string;
  readonly text: string;
}

function chapter(heading: string, paragraphs: readonly string[]): Chapter {
  return { heading, text: [`## ${heading}`, ...paragraphs].join('\n\n') };
}

function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

function chapterOf(event: Event, findings: string): Chapter {
  return chapter(event, [whenTold(event, findings), ...SAMPLES[event].map(sample)]);
}

/** As the table in docs/findings.md has it. */
function whenTold(event: Event, findings: string): string {
  const cells = new RegExp(`^\\| \`${event}\` *\\|([^|]+)\\|([^|]+)\\|$`, 'm').exec(findings);
  if (cells === null) throw new Error(`docs/findings.md does not say when ${event} is told`);
  const [, when = '', again = ''] = cells;
  return `${when.trim()} Again: ${again.trim()}.`;
}

function sample({ name, told }: Sample): string {
  const [first] = told;
  if (first === undefined) throw new Error(`${name} tells nothing`);
  const [to = 'owner', ...others] = first.audience;
  const message = messageTo(to, told);
  return [
    `### ${name}`,
    ...letter(message, to),
    ...others.flatMap((other) => otherLetter(message, messageTo(other, told), other)),
    ...(first === NOT_APPLIED ? ['The attributes:', json(message.attributes)] : []),
    ...(first === NOT_APPLIED || first === EXPIRED ? forMachines(first) : []),
  ].join('\n\n');
}

function messageTo(audience: Audience, told: readonly Notice[]): Message {
  return only(told[0]?.client ?? '', told, PLACE, audience);
}

function letter(message: Message, to: Audience): string[] {
  return [`E-mail to \`${to}\`:`, mail(message), ...sms(message)];
}

function mail({ subject, text }: Pick<Message, 'subject' | 'text'>): string {
  return fenced('text', `Subject: ${subject}\n\n${text.trimEnd()}`);
}

function sms({ sms }: Message): string[] {
  return [`SMS (${septets(sms)} of 160 characters):`, fenced('text', sms)];
}

/** Without the paragraphs at its end that the first has as well; an SMS that is the same is not shown again. */
function otherLetter(first: Message, other: Message, to: Audience): string[] {
  const [theirs, ours] = [first.text.split('\n\n').toReversed(), other.text.split('\n\n').toReversed()];
  const from = ours.findIndex((paragraph, i) => paragraph !== theirs[i]);
  const text = ours.slice(from).toReversed().join('\n\n');
  return [
    `E-mail to \`${to}\`, which goes on like the other:`,
    mail({ ...other, text: `${text}\n\n…` }),
    ...(first.sms === other.sms ? [`The SMS to \`${to}\` is the same.`] : sms(other)),
  ];
}

function forMachines(told: Notice): string[] {
  const [chat] = composeChat(told.client, [told], PLACE, NOW);
  const event = eventOf(told, NOW);
  const { Source, DetailType, Resources, Detail = '' } = entryOf({ event, resources: resourcesOf(told) }, 'default');
  const arrives = {
    source: Source,
    'detail-type': DetailType,
    time: event.at,
    resources: Resources,
    detail: JSON.parse(Detail) as unknown,
  };
  return [
    'In chat, as Amazon Q Developer takes it:',
    json(chat?.message),
    'As an event on EventBridge:',
    json(arrives),
  ];
}

function json(value: unknown): string {
  return fenced('json', JSON.stringify(value, undefined, 2));
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function together(): Chapter {
  const many = messageTo('owner', MANY.told);
  const overview = { ...many, text: many.text.slice(0, many.text.indexOf('\n---')) };
  return chapter('Many', [
    sample(SEVERAL),
    sample(SHARED),
    [`### ${MANY.name}`, 'The overview, before the first dozen in full:', mail(overview), ...sms(many)].join('\n\n'),
  ]);
}

function digest([name, message]: readonly [string, Message]): string {
  return [`### ${name}`, ...letter(message, message.attributes.audience)].join('\n\n');
}
