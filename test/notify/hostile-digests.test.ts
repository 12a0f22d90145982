import type { SNSClient } from '@aws-sdk/client-sns';
import fc from 'fast-check';
import { REASONS, type Reason } from '../../lambda/core/finding';
import { DAY } from '../../lambda/core/instant';
import type { Result } from '../../lambda/core/result';
import type { Row } from '../../lambda/core/row';
import type { Message } from '../../lambda/notify/channel';
import { septets, toGsm7 } from '../../lambda/notify/gsm7';
import { snsChannel } from '../../lambda/notify/sns';
import { digestOf, finding, known, operationsOf, renewals, row } from './digests';
import { NOW, notice, renewalCase } from './notices';

const harmful = fc.constantFrom(
  '\r\n',
  '\0',
  '\x1b[2J',
  '\u202e',
  '\u200b',
  '\u2028',
  '\ud800',
  '"',
  '\\',
  '株',
  'Late:',
);
const text = fc
  .array(
    fc.oneof(harmful, fc.string({ unit: 'grapheme', maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 20 })),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(''));

interface Described {
  readonly name: string;
  readonly owner: string;
  readonly sentence: string;
  readonly reason: Reason;
  readonly days: number;
  readonly location: string;
}

const described: fc.Arbitrary<Described> = fc.record({
  name: text,
  owner: text,
  sentence: text,
  reason: fc.constantFrom(...REASONS),
  days: fc.integer({ min: -100, max: 200 }),
  location: fc.oneof(fc.constant(''), text),
});

/** A row and a result with these words wherever words may stand. */
function written(
  client: string,
  { name, owner, sentence, reason, days, location }: Described,
  n: number,
): [Row, Result] {
  const target = `dated:${name} ${n}`;
  const expiry = { of: 'certificate', what: name, expires: NOW + days * DAY, sha256: name } as const;
  const own = { client, owner, location, expires: '2027-01-01', muted: '2026-12-24', promised: '2026-12-01' };
  const result = known(target, {
    client,
    owner,
    location: location || 'cloud',
    expiry,
    seen: days % 2 === 0,
    summary: sentence,
    findings: [finding(reason, sentence, { address: name }), finding('promise-broken', sentence)],
    renewal: renewalCase({ promised: { until: NOW + DAY, by: owner } }),
    memory: renewals([1, days]),
    pending: [notice({ client, target, at: NOW - DAY })],
  });
  return [row(target, own), result];
}

/** Every line is one that the digest itself began. */
const LINE = /^(?:| {2}- .*| {4}.*| {2}\S.*|[A-Z][A-Za-z0-9 ,]+ \(\d+\):|\S.*)$/u;
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;

function expectSafe({ subject, text, sms, attributes }: Message): void {
  expect(subject).toMatch(/^\[DIGEST\] [\x20-\x7e]{1,90}$/);
  const lines = text.split('\n');
  expect(lines.filter((line) => UNPRINTABLE.test(line) || !LINE.test(line))).toEqual([]);
  expect(toGsm7(sms)).toBe(sms);
  expect(septets(sms)).toBeLessThanOrEqual(160);
  expect(attributes.client).not.toMatch(UNPRINTABLE);
}

test('Whatever rows and networks say, a digest is what every medium takes', () => {
  fc.assert(
    fc.property(text, fc.array(described, { minLength: 1, maxLength: 8 }), (client, all) => {
      const pairs = all.map((one, n) => written(client, one, n));
      const [rows, results] = [pairs.map(([row]) => row), pairs.map(([, result]) => result)];
      const messages = [...new Set(results.map((result) => result.client))].map((name) =>
        digestOf(name, rows, results),
      );
      for (const message of [...messages, operationsOf(rows, results, [client])]) {
        expectSafe(message);
        // Nothing from outside but the client’s name, which stands first, passes for a heading.
        expect(
          message.text
            .split('\n')
            .slice(1)
            .filter((line) => /^Late:/.test(line)),
        ).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
});

test('However many and however long they are, a digest fits into what SNS takes, and counts what it leaves out', async () => {
  const channel = snsChannel({ send: async () => ({}) } as unknown as SNSClient, {
    notices: 'arn:aws:sns:eu-west-1:1:notices',
    operations: 'arn:aws:sns:eu-west-1:1:operations',
  });
  for (const long of ['𝓍'.repeat(600), '"\\'.repeat(600), 'x'.repeat(600)]) {
    const pairs = Array.from({ length: 1_000 }, (_, n) => {
      const reason = REASONS[n % REASONS.length] ?? 'expired';
      const name = `${n} ${long}`;
      return written(
        'Contoso',
        { name, owner: long, sentence: long, reason, days: n % 90, location: `${n % 9} ${long}` },
        n,
      );
    });
    const [rows, results] = [pairs.map(([row]) => row), pairs.map(([, result]) => result)];
    const client = digestOf('Contoso', rows, results);
    const operations = operationsOf(rows, results, Array<string>(500).fill(long));
    for (const message of [client, operations]) {
      await channel(message);
      expect(Buffer.byteLength(JSON.stringify(message.text))).toBeLessThan(96 * 1024);
    }
    expect(client.text).toMatch(/^Late or blocked \(1000\):$/m);
    expect(client.text).toMatch(/^ {2}- And \d+ more$/m);
  }
});

test('What is shown and what is counted come to all', () => {
  const rows = Array.from({ length: 1_000 }, (_, n) => row(`${n}.example`));
  const { text } = digestOf('Contoso', rows, []);
  const shown = text.match(/^ {2}- \d+\.example has never been looked at$/gm) ?? [];
  expect(text).toMatch(new RegExp(`^ {2}- And ${1_000 - shown.length} more$`, 'm'));
  expect(shown).toHaveLength(40);
});

test('Of two clients each reads its own digest, and nothing of the other', () => {
  const of = (client: string, n: number) => {
    const own = `${client.toLowerCase()}${n}`;
    const days = n * 9 - 20;
    const reason = REASONS[(n * 7) % REASONS.length] ?? 'expired';
    return written(client, { name: own, owner: own, sentence: own, reason, days, location: n % 5 === 0 ? own : '' }, n);
  };
  const pairs = Array.from({ length: 20 }, (_, n) => [of('Contoso', n), of('Fabrikam', n)]).flat();
  const [rows, results] = [pairs.map(([row]) => row), pairs.map(([, result]) => result)];
  expect(JSON.stringify(digestOf('Contoso', rows, results))).not.toMatch(/fabrikam/i);
  expect(JSON.stringify(digestOf('Fabrikam', rows, results))).not.toMatch(/contoso/i);
  expect(digestOf('Contoso', rows, results).text).toMatch(/contoso7/);
});
