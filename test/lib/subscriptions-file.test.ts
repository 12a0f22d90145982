import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUDIENCES, EVENTS } from '../../lambda/core/notice';
import { SEVERITIES } from '../../lambda/core/severity';
import * as words from '../../lib/settings/message-words';
import type { Subscriber } from '../../lib/settings/subscription';
import { keyOf, readSubscriptions } from '../../lib/settings/subscriptions';
import { PROJECT } from './deployment';

const NOBODY = new Map<string, string>();

function subscribers(source: string): Subscriber[] {
  const { subscribers, flaws } = readSubscriptions(source, NOBODY);
  expect(flaws).toEqual([]);
  return subscribers;
}

/** One subscription with these lines, for it@example.com. */
function withLines(...lines: string[]): string {
  return ['- who: IT', '  email: it@example.com', ...lines.map((line) => `  ${line}`)].join('\n');
}

test('the words are those that messages carry', () => {
  expect(words).toEqual({ SEVERITIES, EVENTS: [...EVENTS, 'digest'], AUDIENCES });
});

const ALL = { audience: ['owner'] };
const alike = (name: string) => ({ 'equals-ignore-case': name });

test.each<[string, string[], object]>([
  ['by default all for those who look after it', [], ALL],
  ['one client', ['clients: Contoso'], { ...ALL, client: [alike('Contoso')] }],
  ['several clients', ['clients: [Contoso, "-"]'], { ...ALL, client: [alike('Contoso'), alike('-')] }],
  ['a list below', ['owners:', '  - a', '  -  b  c '], { ...ALL, owner: [alike('a'), alike('b c')] }],
  ['each once', ['severities: [critical, Critical]'], { ...ALL, severity: ['critical'] }],
  ['all severities need no filter', ['severities: [ok, info, warning, critical]'], { audience: ['owner'] }],
  ['events', ['events: [not-applied, expired]'], { ...ALL, event: ['not-applied', 'expired'] }],
  ['all events need no filter', [`events: [${words.EVENTS.join(', ')}]`], ALL],
  ['other audiences', ['audiences: [owner, escalation]'], { ...ALL, audience: ['owner', 'escalation'] }],
  [
    'what YAML takes for a number or a truth value',
    ['clients: [007, true, null]'],
    { ...ALL, client: [alike('007'), alike('true'), alike('null')] },
  ],
])('%s', (_name, lines, filter) => {
  expect(subscribers(withLines(...lines))).toEqual([
    { topic: 'notices', means: 'email', endpoint: 'it@example.com', filter },
  ]);
});

test('each endpoint of each means is a subscriber', () => {
  const source = `
- who: Everybody
  email: [a@example.com, b@example.com]
  sms: +49 170 1234567
  https: https://example.com/hook?x=1
  sqs: arn:aws:sqs:eu-west-1:123456789012:tickets
  lambda: arn:aws:lambda:eu-west-1:123456789012:function:tickets:live
`;
  expect(subscribers(source).map(({ means, endpoint }) => `${means} ${endpoint}`)).toEqual([
    'email a@example.com',
    'email b@example.com',
    'sms +491701234567',
    'https https://example.com/hook?x=1',
    'sqs arn:aws:sqs:eu-west-1:123456789012:tickets',
    'lambda arn:aws:lambda:eu-west-1:123456789012:function:tickets:live',
  ]);
});

test('what concerns the monitor itself comes on its own topic, unfiltered, since alarms have nothing to filter by', () => {
  expect(subscribers(withLines('audiences: operations'))).toEqual([
    { topic: 'operations', means: 'email', endpoint: 'it@example.com' },
  ]);
  const both = subscribers(withLines('audiences: [operations, owner]', 'clients: Contoso'));
  expect(both).toMatchObject([
    { topic: 'notices', filter: { ...ALL, client: [alike('Contoso')] } },
    { topic: 'operations' },
  ]);
});

test('an anchor may name what several share', () => {
  const [, second] = subscribers(
    '- who: a\n  sms: "+491701234567"\n  clients: &ours [A, B]\n- who: b\n  email: b@example.com\n  clients: *ours',
  );
  expect(second?.filter?.client).toEqual([alike('A'), alike('B')]);
});

const FLAWS: [string, string, string[]][] = [
  ['what is no YAML', '- who: [', ['line 1, column 9: ']],
  ['a tab for blanks', '- who: a\n\temail: a@example.com', ['line 2, column 2: ']],
  ['a name twice', withLines('email: b@example.com'), ['line 3, column 3: Map keys must be unique']],
  ['no list', 'who: IT', ['line 1, column 1: there is no list; begin each subscription with “- who: …”']],
  ['nothing at all', '', ['line 1, column 1: there is no list']],
  ['a word instead of a subscription', '- it@example.com', ['line 1, column 3: this is no subscription']],
  ['nobody', '- email: it@example.com', ['line 1, column 3: who is it?']],
  ['no endpoint', '- who: IT', ['line 1, column 3: where to? Write one or more of email, sms, https, sqs, lambda']],
  ['an empty endpoint', '- who: IT\n  email:', ['email has something that is no text']],
  [
    'a list without anything',
    withLines('clients: []'),
    ['line 3, column 12: clients is empty; leave it out, or name one'],
  ],
  [
    'a map for a word',
    withLines('clients: { a: b }'),
    ['line 3, column 12: clients has something that is no text. Allowed: as rows'],
  ],
  [
    'a slip in a name',
    withLines('client: Contoso'),
    ['line 3, column 3: "client" is nothing that a subscription has; did you mean clients?'],
  ],
  [
    'another name',
    withLines('colour: blue'),
    [
      'line 3, column 3: "colour" is nothing that a subscription has; it has who, email, sms, https, sqs, lambda, audiences, clients, severities, events, owners',
    ],
  ],
  [
    'a slip in a word',
    withLines('severities: [warning, critcal]'),
    ['line 3, column 25: "critcal" is no severity (did you mean critical?). Allowed: ok, info, warning, critical'],
  ],
  [
    'another event',
    withLines('events:', '  - renewed'),
    ['line 4, column 7: "renewed" is no event. Allowed: expired, overdue'],
  ],
  [
    'another audience',
    withLines('audiences: everybody'),
    ['line 3, column 14: "everybody" is no audience. Allowed: owner, escalation, operations'],
  ],
  [
    'a bad address',
    '- who: IT\n  email: [it@example.com, nobody]',
    ['line 2, column 27: "nobody" is not an e-mail address. Allowed: an address such as'],
  ],
  [
    'a number without its country',
    '- who: IT\n  sms: 0170 1234567',
    ['line 2, column 8: "0170 1234567" does not begin with +'],
  ],
  [
    'plain HTTP',
    '- who: IT\n  https: http://example.com',
    ['"http://example.com" is no address that begins with https://'],
  ],
  ['a password', '- who: IT\n  https: https://u:p@example.com', ['which everybody could read in the template']],
  ['a FIFO queue', '- who: IT\n  sqs: arn:aws:sqs:eu-west-1:123456789012:a.fifo', ['is a FIFO queue']],
  ['a queue by its URL', '- who: IT\n  sqs: https://sqs.eu-west-1.amazonaws.com/1/a', ['is not the ARN of a queue']],
  ['a function by its name', '- who: IT\n  lambda: tickets', ['is not the ARN of a function']],
  [
    'a quotation mark in a name',
    withLines('clients: a"b'),
    ['line 3, column 12: "a\\"b" has a character in it that SNS cannot filter by'],
  ],
  [
    'a client that is longer than messages have it',
    withLines(`clients: ${'x'.repeat(81)}`),
    ['is longer than 80 characters'],
  ],
  [
    'filters of what is not filtered',
    withLines('audiences: operations', 'clients: Contoso'),
    ['line 4, column 3: operations hears all of it, so that clients changes nothing'],
  ],
  [
    'an endpoint twice',
    `${withLines()}\n${withLines('clients: Contoso').replace('it@', 'IT@')}`,
    ['line 4, column 10: "IT@example.com" is subscribed already, by line 2, column 10; SNS takes it once'],
  ],
];

test.each(FLAWS)('%s is told with its place', (_name, source, says) => {
  const { flaws } = readSubscriptions(source, NOBODY);
  expect(flaws.length).toBeGreaterThanOrEqual(1);
  for (const what of says) expect(flaws.join('\n')).toContain(what);
  for (const flaw of flaws) expect(flaw).toMatch(/^line \d+, column \d+: ./);
});

test('what a setting has subscribed is not subscribed again, but on the other topic', () => {
  const taken = new Map([
    [keyOf({ topic: 'operations', means: 'email', endpoint: 'it@example.com' }), 'the setting operationsEmail'],
  ]);
  expect(readSubscriptions(withLines(), taken).flaws).toEqual([]);
  expect(readSubscriptions(withLines('audiences: [owner, operations]'), taken).flaws).toEqual([
    expect.stringContaining('is subscribed already, by the setting operationsEmail;'),
  ]);
});

test('all that is wrong is told at once', () => {
  const { flaws } = readSubscriptions(`${withLines('clint: a', 'severities: bad')}\n- who: x`, NOBODY);
  expect(flaws).toHaveLength(3);
});

describe('what SNS would refuse', () => {
  const names = (n: number) => Array.from({ length: n }, (_, i) => `Client ${i}`).join(', ');

  test('150 combinations are taken', () => {
    expect(subscribers(withLines(`clients: [${names(75)}]`, 'severities: [warning, critical]'))).toHaveLength(1);
  });

  test('152 are not, and it is said what they come from', () => {
    const lines = withLines(`clients: [${names(76)}]`, 'severities: [warning, critical]');
    expect(readSubscriptions(lines, NOBODY).flaws).toEqual([
      'line 1, column 3: client 76 × severity 2 are 152 combinations, and SNS takes 150; name fewer, or leave out a list to have all of it',
    ]);
  });

  const many = (n: number) =>
    `- who: Many\n  email: [${Array.from({ length: n }, (_, i) => `a${i}@example.com`).join(', ')}]`;

  test('200 filter policies are taken, and 201 with those of the settings are not', () => {
    expect(subscribers(many(200))).toHaveLength(200);
    const taken = new Map([[keyOf({ topic: 'notices', means: 'sms', endpoint: '+491701234567' }), 'the setting sms']]);
    expect(readSubscriptions(many(200), taken).flaws).toEqual([
      'line 1, column 1: with these there are 201 endpoints for notices, and SNS filters for 200',
    ]);
  });
});

test('the example works as it is', () => {
  const example = subscribers(readFileSync(join(PROJECT, 'examples/subscriptions.yaml'), 'utf8'));
  expect(example.map(({ topic, means, endpoint }) => `${topic} ${means} ${endpoint}`)).toEqual([
    'notices email certificates@example.com',
    'notices email web@contoso.example',
    'notices email it@contoso.example',
    'notices email erika.mustermann@contoso.example',
    'notices sms +491701234567',
    'notices sms +491709876543',
    'notices sqs arn:aws:sqs:eu-west-1:123456789012:tickets',
    'notices https https://status.example.com/hooks/notafter',
    'notices lambda arn:aws:lambda:eu-west-1:123456789012:function:status',
    'operations email monitoring@example.com',
  ]);
});
