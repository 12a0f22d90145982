import fc from 'fast-check';
import type { Expiry } from '../../lambda/core/expiry';
import { type Finding, REASONS } from '../../lambda/core/finding';
import { DAY } from '../../lambda/core/instant';
import { AUDIENCES, EVENTS, type Notice } from '../../lambda/core/notice';
import { RENEWAL_STEPS, type RenewalCase } from '../../lambda/core/renewal-case';
import { SEVERITIES } from '../../lambda/core/severity';
import { SUCCESSOR_LINKS } from '../../lambda/core/successor';
import type { Kind } from '../../lambda/core/target';
import { NOW } from './notices';

export const KINDS: readonly Kind[] = [
  'tls',
  'dated',
  'acm',
  'iam',
  'route53',
  'rds',
  'acm-pca',
  'arn',
  'monitor',
  'unreadable',
];

/** Any characters at all, half surrogates too, and the ones that do harm more often than the others. */
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
  '^',
  '株',
  'ﬁ',
  '<!here>',
  '<https://evil.example|bank>',
  '[bank](https://evil.example)',
  '[b]: //evil.example',
  ' @channel',
  '#general',
  '&lt;',
  ':fire:',
  '*',
  '_',
  '~',
  '`',
  '> ',
);
export const text = (maxLength = 600) =>
  fc
    .array(
      fc.oneof(harmful, fc.string({ unit: 'grapheme', maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 20 })),
      {
        maxLength: maxLength / 10,
      },
    )
    .map((parts) => parts.join('').slice(0, maxLength));
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 2 });

const instants = fc.integer({ min: NOW - 4_000 * DAY, max: NOW + 4_000 * DAY });
const expiries: fc.Arbitrary<Expiry> = fc
  .record({
    of: fc.constantFrom('certificate', 'intermediate', 'date'),
    what: text(),
    expires: instants,
    issuer: text(),
    sha256: fc.constantFrom('', 'aa', 'bb'),
  })
  .map(({ of, ...rest }) => ({
    of: of === 'date' ? 'date' : of === 'certificate' ? 'certificate' : 'intermediate',
    ...rest,
  }));
const findings: fc.Arbitrary<Finding> = fc.record({
  reason: fc.constantFrom(...REASONS),
  severity: fc.constantFrom(...SEVERITIES),
  sentence: text(),
  address: text(),
});
const PREFIXES = [
  '',
  'dated:',
  'https://',
  'arn:aws:acm:eu-west-1:123456789012:certificate/',
  'arn:aws:rds:eu-west-1:123456789012:db:',
  'arn:aws:route53domains:::domain/',
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/',
];
const keys = (maxLength: number) =>
  fc.tuple(fc.constantFrom(...PREFIXES), text(maxLength)).map((parts) => parts.join(''));

const renewals: fc.Arbitrary<RenewalCase> = fc
  .record({
    step: fc.constantFrom(...RENEWAL_STEPS),
    since: instants,
    old: expiries,
    addresses: fc.array(
      fc.record({ address: text(), serves: fc.constantFrom('old', 'new', 'other'), sha256: text(), since: instants }),
      { maxLength: 20 },
    ),
    rest: fc.record({
      promised: optional(fc.record({ until: instants, by: text() })),
      successor: optional(
        fc.record({
          id: keys(1_000),
          how: fc.constantFrom(...SUCCESSOR_LINKS),
          serial: text(),
          sha256: text(),
          notBefore: instants,
          expires: instants,
          seen: instants,
        }),
      ),
      attached: optional(fc.array(keys(1_000), { maxLength: 20 })),
      closed: optional(instants),
    }),
  })
  .map(({ rest, ...always }) => ({ ...always, ...present(rest) }));

function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as typeof values;
}

/** Notices in which everything that comes from outside is the worst it can be. */
export const notices: fc.Arbitrary<Notice> = fc
  .record({
    event: fc.constantFrom(...EVENTS),
    severity: fc.constantFrom(...SEVERITIES),
    kind: fc.constantFrom(...KINDS),
    target: keys(2_000),
    summary: text(),
    audience: fc.subarray([...AUDIENCES], { minLength: 1 }),
    timezone: fc.oneof(fc.constantFrom('UTC', 'Europe/Berlin', 'America/Argentina/ComodRivadavia'), text(20)),
    at: instants,
    findings: fc.array(findings, { maxLength: 20 }),
    rest: fc.record({
      expiry: optional(expiries),
      previous: optional(expiries),
      renewal: optional(renewals),
      promised: optional(instants),
      service: optional(text()),
      impact: optional(text()),
      owner: optional(text()),
      escalate: optional(text()),
      runbook: optional(text()),
      notes: optional(text()),
    }),
  })
  .map(({ rest, ...always }) => ({ client: 'Contoso', ...always, ...present(rest) }));
