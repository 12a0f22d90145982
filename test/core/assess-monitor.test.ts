import { assess } from '../../lambda/core/assess';
import { conclude, type Remembrance } from '../../lambda/core/conclude';
import { NOTHING_ELSE_KNOWN } from '../../lambda/core/estate';
import { DAY, HOUR } from '../../lambda/core/instant';
import { monitorOf } from '../../lambda/core/monitor';
import type { Delivery, Noticed } from '../../lambda/core/noticed';
import { NOW, said } from './builders';

const MONITOR = { ...monitorOf([], 'cloud'), timezone: 'Europe/Berlin' };
const WELL: Delivery = { at: NOW, nobody: false, unheard: [], unheardInAll: 0, pending: [], disturbed: [] };

function findings(noticed: Noticed): string[] {
  return said(assess(MONITOR, { saw: 'monitor', noticed }, undefined, NOW));
}

test.each<[string, Noticed, string[]]>([
  ['that sees and is heard', { delivery: WELL }, []],
  ['of which nothing is known', {}, []],
  [
    'that is blind, with the counts and since when',
    { blind: { since: NOW, known: 330, lost: 312 } },
    [
      'critical monitor-blind: Since Sun 22 Nov 2026, 13:00 Europe/Berlin, 312 of the 330 endpoints that could be seen before cannot be seen at all from “cloud”; on that evidence none of them is called unreachable or broken.',
    ],
  ],
  [
    'that had no time for all once, which may be a bad day',
    { overrun: { since: NOW, at: NOW, left: 10, all: 30 } },
    [],
  ],
  [
    'that has no time for all, with the time from look to look, in whole sweeps',
    { overrun: { since: NOW, at: NOW + 2 * HOUR, every: HOUR, left: 22_000, all: 60_000, next: 'm' } },
    [
      'warning out-of-time: Since Sun 22 Nov 2026, 13:00 Europe/Berlin no sweep has had time for all targets: the last left 22000 of 60000; at this rate each is looked at once in 2 hours.',
    ],
  ],
  [
    'that looks at each less than once a day',
    { overrun: { since: NOW, at: NOW + HOUR, every: HOUR, left: 97, all: 100 } },
    [expect.stringMatching(/^critical out-of-time: .* at this rate each is looked at once in 34 hours\.$/)],
  ],
  [
    'that looks at nothing',
    { overrun: { since: NOW, at: NOW + HOUR, every: HOUR, left: 100, all: 100 } },
    [
      expect.stringMatching(
        /^critical out-of-time: .* the last left 100 of 100; at this rate none is ever looked at\.$/,
      ),
    ],
  ],
  ['whose digest is not late yet', { digest: { last: NOW - 8 * DAY, due: NOW } }, []],
  [
    'whose digest is late',
    { digest: { last: NOW - 9 * DAY, due: NOW - 1 } },
    [
      'warning digest-missing: No digest has gone out to operations since Fri 13 Nov 2026, 13:00 Europe/Berlin; there should have been one by Sun 22 Nov 2026, 12:59 Europe/Berlin.',
    ],
  ],
  [
    'that operations do not hear',
    { delivery: { ...WELL, operationsUnheard: true } },
    [
      'critical not-subscribed: Nobody with a confirmed subscription to the operations topic would receive the alarms and what the monitor says of itself.',
    ],
  ],
  ['that may spend enough', { delivery: { ...WELL, spendLimit: 20 } }, []],
  [
    'that nobody hears, in one sentence',
    { delivery: { ...WELL, nobody: true, unheard: [{ client: 'Contoso', severities: ['warning'] }], unheardInAll: 1 } },
    ['critical not-subscribed: Nobody has a confirmed subscription by which a notice would arrive.'],
  ],
  [
    'that is not heard of some clients, a sentence for each',
    {
      delivery: {
        ...WELL,
        unheard: [
          { client: '-', severities: ['warning', 'critical'] },
          { client: 'Con\r\ntoso', severities: ['warning'] },
          { client: 'Fabrikam', severities: ['critical'], inPart: true },
        ],
        unheardInAll: 5,
      },
    },
    [
      'warning not-subscribed: Nobody with a confirmed subscription would receive what is warning or critical for rows without a client.',
      'warning not-subscribed: Nobody with a confirmed subscription would receive what is warning for the client “Con toso”.',
      'warning not-subscribed: Nobody with a confirmed subscription would receive all that is told of dates and is critical for the client “Fabrikam”.',
      'warning not-subscribed: The same goes for 2 more clients.',
    ],
  ],
  [
    'with subscriptions that nobody confirmed',
    { delivery: { ...WELL, pending: ['email a@example.com', 'sms +491701234567'] } },
    [
      'warning subscription-pending: The subscription email a@example.com has not been confirmed: nothing is sent there.',
      'warning subscription-pending: The subscription sms +491701234567 has not been confirmed: nothing is sent there.',
    ],
  ],
  [
    'in the SMS sandbox',
    { delivery: { ...WELL, sandbox: true, spendLimit: 1 } },
    [
      'warning sms-limited: The account is in the SMS sandbox: text messages go to numbers verified there and to no others.',
    ],
  ],
  [
    'that may spend a dollar',
    { delivery: { ...WELL, spendLimit: 1 } },
    [
      'warning sms-limited: The account may spend 1 US$ a month on text messages; SNS drops without a word what would cost more.',
    ],
  ],
  [
    'that sends no canary',
    { delivery: { ...WELL, disturbed: ['email a', 'email b', 'sqs c', 'sqs d'] } },
    [
      expect.stringMatching(
        /^warning canary-missing: The daily canary is not sent, since it would disturb subscriptions without a filter: email a, email b, sqs c .*1 more/,
      ),
    ],
  ],
])('a monitor %s', (_, noticed, expected) => {
  expect(findings(noticed)).toEqual(expected);
});

/** What a monitor tells that notices one after the other, an hour apart. */
function told(...noticed: Noticed[]): string[] {
  let before: Remembrance | undefined;
  return noticed.map((seen, hour) => {
    const observation = { saw: 'monitor', noticed: seen } as const;
    const { decision } = conclude(MONITOR, observation, before, NOTHING_ELSE_KNOWN, NOW + hour * HOUR);
    before = decision;
    return decision.notices.map(({ event, severity }) => `${event} ${severity}`).join(', ');
  });
}

describe('what it tells', () => {
  const blind = { blind: { since: NOW, known: 10, lost: 10 } };
  const unheard = (...clients: string[]): Noticed => ({
    delivery: {
      ...WELL,
      unheard: clients.map((client) => ({ client, severities: ['warning'] })),
      unheardInAll: clients.length,
    },
  });

  test('is its blindness once, and its end once', () => {
    expect(told({}, blind, blind, blind, {}, {})).toEqual(['', 'monitor-blind critical', '', '', 'recovered ok', '']);
  });

  test('is not each hour that a network comes and goes', () => {
    expect(told(blind, {}, blind, {}, blind, {}, blind)).toEqual([
      'monitor-blind critical',
      'recovered ok',
      'monitor-blind critical',
      '',
      '',
      '',
      '',
    ]);
  });

  test('is each client of whom nobody would hear, once', () => {
    expect(told(unheard('a'), unheard('a'), unheard('a', 'b'), unheard('b'), unheard())).toEqual([
      'broken warning',
      '',
      'broken warning',
      '',
      'recovered ok',
    ]);
  });

  test('is that there is no time for all from the second sweep in a row, and its end', () => {
    const over = (from: number, hour: number): Noticed => {
      const [since, at] = [NOW + from * HOUR, NOW + hour * HOUR];
      return { overrun: { since, at, ...(hour > from && { every: HOUR }), left: 1, all: 3 } };
    };
    expect(told({}, over(1, 1), {}, over(3, 3), over(3, 4), over(3, 5), {})).toEqual([
      '',
      '',
      '',
      '',
      'broken warning',
      '',
      'recovered ok',
    ]);
  });

  test('is that it is blind and that nobody hears, each by itself', () => {
    expect(told({ ...blind, ...unheard('a') }, unheard('a'))).toEqual([
      'monitor-blind critical, broken warning',
      'recovered ok',
    ]);
  });
});
