import { dateAndTime } from '../core/date-text';
import type { Instant } from '../core/instant';
import type { Message, MessageAttributes } from './channel';
import { day, type Sight } from './digest-entry';
import { type Section, sectionLines } from './digest-section';
import { toAscii } from './fold';
import { ONE_SMS, septets, toGsm7 } from './gsm7';
import { wrapped } from './layout';
import { shortened } from './shorten';

/** The time that a digest tells of, and when the next one will have come at the latest, where anybody knows. */
export interface Period extends Pick<Sight, 'since' | 'until' | 'now'> {
  readonly next?: Instant;
}

/** The words of a digest. */
export interface Digest {
  /** Whose it is; empty where that goes without saying. */
  readonly whom: string;
  /** The sentences that stand first. */
  readonly opening: string;
  /** What the subject says of it, in ASCII, what matters most first. */
  readonly says: readonly string[];
  readonly sections: readonly Section[];
}

/** Whom it is for. */
type Addressed = Required<Pick<MessageAttributes, 'client' | 'audience'>>;

export function digestMessage(digest: Digest, addressed: Addressed, period: Period & Pick<Sight, 'timezone'>): Message {
  const { whom, opening, says, sections } = digest;
  const paragraphs = [
    wrapped(whom === '' ? capital(opening) : `${whom}: ${opening}`, '', '  '),
    ...sections.map(sectionLines),
    wrapped(`This tells of the time since ${day(period.since, period)}. ${whatIsNext(period)}`),
  ];
  const texts = paragraphs.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return {
    subject: subjectOf(whom, says),
    text: `${texts.join('\n\n')}\n`,
    sms: smsOf(digest),
    attributes: { ...addressed, severity: 'info', event: ['digest'], kind: [], owner: [] },
  };
}

function whatIsNext({ next, timezone }: Period & Pick<Sight, 'timezone'>): string {
  if (next === undefined) return 'It was asked for by hand; the next comes when its schedule says.';
  return `The next digest comes by ${dateAndTime(next, timezone)}; if it does not, see whether notafter still runs.`;
}

/** SNS takes “less than 100 characters”, and no line breaks. */
const LONGEST_SUBJECT = 99;
const LONGEST_NAME = 40;

function subjectOf(whom: string, says: readonly string[]): string {
  const name = inLetters(whom, toAscii);
  return fitting(
    says,
    (said) => `[DIGEST] ${name === '' ? capital(said) : `${name}${said}`}`,
    LONGEST_SUBJECT,
    (text) => text.length,
  );
}

/** For numbers that were subscribed by hand and without a filter; those of the deployment get no digests. */
function smsOf({ whom, says, sections }: Digest): string {
  const name = inLetters(whom, toGsm7);
  const more = sections.some(({ of }) => of > 0) ? ' The e-mail says more.' : '';
  return fitting(says, (said) => `notafter digest: ${name}${said}.${more}`, ONE_SMS, septets);
}

function capital(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}

/** `Contoso: `; nothing where no letter of it is in the alphabet. */
function inLetters(whom: string, fold: (text: string) => string): string {
  const folded = fold(whom);
  if (!/[\p{L}\p{N}]/u.test(folded)) return '';
  return `${shortened(folded, (candidate) => candidate.length <= LONGEST_NAME, 0)}: `;
}

/** As many of the counts as fit: the last matter least. */
function fitting(
  says: readonly string[],
  written: (said: string) => string,
  most: number,
  length: (text: string) => number,
): string {
  let kept = says.length;
  while (kept > 1 && length(written(says.slice(0, kept).join(', '))) > most) kept--;
  return written(says.slice(0, kept).join(', '));
}
