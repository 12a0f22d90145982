import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import { DAY } from '../../lambda/core/instant';
import { AUDIENCES, EVENTS, type Notice } from '../../lambda/core/notice';
import { RENEWAL_STEPS } from '../../lambda/core/renewal-case';
import { SEVERITIES } from '../../lambda/core/severity';
import { SUCCESSOR_LINKS } from '../../lambda/core/successor';
import { entryOf, MOST_BYTES, sizeOf } from '../../lambda/notify/event-bus';
import { eventOf, resourcesOf } from '../../lambda/notify/events';
import { KINDS, notices } from './any-notice';
import { address, CERTIFICATE, DOCUMENTED, NOW, notice, RENEWED, renewalCase, SUCCESSOR } from './notices';

const schema = JSON.parse(readFileSync(join(__dirname, '..', '..', 'docs', 'notice-event.schema.json'), 'utf8'));
const validate = new Ajv2020({ allErrors: true, unicodeRegExp: true }).compile(schema);

function problems(told: Notice): string[] {
  if (validate(JSON.parse(JSON.stringify(eventOf(told, NOW))))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const FULL = notice({
  ...DOCUMENTED,
  event: 'not-applied',
  audience: ['owner', 'escalation'],
  promised: NOW - DAY,
  previous: RENEWED,
  ended: ['name-mismatch'],
  findings: [
    {
      reason: 'not-applied',
      severity: 'critical',
      sentence: 'It is not in use.',
      address: '192.0.2.8',
      about: 'trust',
    },
  ],
  renewal: renewalCase({
    promised: { until: NOW - DAY, by: 'Anna' },
    attached: ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/1'],
    closed: NOW,
  }),
});

test('A notice becomes an event with everything that is known, in ISO 8601', () => {
  const expiry = {
    of: 'certificate',
    what: 'www.example.com',
    expires: '2026-11-25T12:00:00Z',
    notBefore: '2026-08-27T12:00:00Z',
    issuer: CERTIFICATE.issuer,
    serial: CERTIFICATE.serial,
    sha256: CERTIFICATE.sha256,
  };
  expect(eventOf(FULL, NOW)).toEqual({
    version: 1,
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    event: 'not-applied',
    severity: 'critical',
    target: 'www.example.com',
    kind: 'tls',
    client: 'Contoso',
    audience: ['owner', 'escalation'],
    at: '2026-11-22T10:00:00Z',
    title: 'www.example.com is renewed at 1 of 3 addresses and expires in 3 days (Wed 25 Nov 2026)',
    summary: 'not told',
    findings: [
      {
        reason: 'not-applied',
        severity: 'critical',
        sentence: 'It is not in use.',
        address: '192.0.2.8',
        about: 'trust',
      },
    ],
    expiry,
    previous: {
      ...expiry,
      expires: '2027-02-19T10:00:00Z',
      notBefore: '2026-11-20T10:00:00Z',
      serial: '04FFEE',
      sha256: RENEWED.sha256,
    },
    ended: ['name-mismatch'],
    renewal: {
      step: 'applied-in-part',
      since: '2026-11-10T10:00:00Z',
      old: expiry,
      promised: { until: '2026-11-21T10:00:00Z', by: 'Anna' },
      successor: {
        id: SUCCESSOR.id,
        how: 'same-names',
        serial: '04FFEE',
        sha256: SUCCESSOR.sha256,
        notBefore: '2026-11-20T10:00:00Z',
        expires: '2027-02-19T10:00:00Z',
        seen: '2026-11-21T10:00:00Z',
      },
      attached: ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/1'],
      addresses: [
        { address: '192.0.2.7', serves: 'new', sha256: 'new', since: '2026-11-21T10:00:00Z' },
        { address: '192.0.2.8', serves: 'old', sha256: 'old', since: '2026-08-27T10:00:00Z' },
        { address: '2001:db8::9', serves: 'old', sha256: 'old', since: '2026-09-23T10:00:00Z' },
      ],
      closed: '2026-11-22T10:00:00Z',
    },
    ...DOCUMENTED,
    promised: '2026-11-21T10:00:00Z',
  });
});

test('What is not known is absent, the client too', () => {
  const { expiry: _none, ...bare } = notice({ client: '-', service: '', findings: [] });
  expect(Object.keys(eventOf(bare, NOW)).sort()).toEqual([
    'at',
    'audience',
    'event',
    'findings',
    'id',
    'kind',
    'severity',
    'summary',
    'target',
    'title',
    'version',
  ]);
});

test('The id is that of the notice: target, event and when it was decided', () => {
  const { id } = eventOf(notice(), NOW);
  expect(eventOf(notice({ severity: 'warning', findings: [] }), NOW + DAY).id).toBe(id);
  const others = [notice({ target: 'a' }), notice({ event: 'overdue' }), notice({ at: NOW + 1 })];
  expect(new Set([id, ...others.map((other) => eventOf(other, NOW).id)]).size).toBe(4);
});

test('Its resources are the ARNs that it is about', () => {
  const arn = 'arn:aws:acm:eu-west-1:123456789012:certificate/0f1e2d3c';
  const attached = ['arn:aws:cloudfront::123456789012:distribution/E1', 'no ARN', arn];
  expect(resourcesOf(notice({ target: arn, renewal: renewalCase({ attached }) }))).toEqual([arn, attached[0]]);
  expect(resourcesOf(notice())).toEqual([]);
});

test('The schema says which words there are', () => {
  const { properties } = schema;
  expect(properties.event.enum).toEqual(EVENTS);
  expect(schema.$defs.severity.enum).toEqual(SEVERITIES);
  expect(properties.audience.items.enum).toEqual(AUDIENCES);
  expect([...properties.kind.enum].sort()).toEqual([...KINDS].sort());
  expect(properties.renewal.properties.step.enum).toEqual(RENEWAL_STEPS);
  expect(properties.renewal.properties.successor.properties.how.enum).toEqual(SUCCESSOR_LINKS);
});

test('The schema takes the fullest event, and has nothing that is not in it but “moreFindings”', () => {
  expect(problems(FULL)).toEqual([]);
  const told = Object.keys(eventOf(FULL, NOW));
  expect(Object.keys(schema.properties).filter((name) => !told.includes(name))).toEqual(['moreFindings']);
});

test('The schema is strict: what it does not have, or has otherwise, it refuses', () => {
  const event = eventOf(FULL, NOW);
  for (const wrong of [{ more: 1 }, { version: 2 }, { at: NOW }, { event: 'lost' }, { title: 'a\nb' }, { id: 'x' }])
    expect(validate({ ...event, ...wrong })).toBe(false);
});

function entry(told: Notice) {
  return entryOf({ event: eventOf(told, NOW), resources: resourcesOf(told) }, 'default');
}

test('Whatever rows and networks say, the schema takes it, and EventBridge takes its size', () => {
  fc.assert(
    fc.property(notices, (told) => {
      expect(problems(told)).toEqual([]);
      expect(sizeOf(entry(told))).toBeLessThan(MOST_BYTES / 2);
    }),
    { numRuns: 300 },
  );
});

test('The largest that there can be is below what EventBridge takes, and says how much it leaves out', () => {
  // Four bytes each; and what JSON writes as two.
  for (const character of ['𝓍', '"']) {
    const long = character.repeat(3_000);
    const expiry = { ...CERTIFICATE, what: long, issuer: long, serial: long, sha256: long };
    const largest = notice({
      ...Object.fromEntries(Object.keys(DOCUMENTED).map((name) => [name, long])),
      client: long,
      target: long,
      summary: long,
      expiry,
      previous: expiry,
      findings: Array.from({ length: 60 }, () => {
        return { reason: 'not-applied', severity: 'critical', sentence: long, address: long, about: long } as const;
      }),
      renewal: renewalCase({
        old: expiry,
        promised: { until: NOW, by: long },
        successor: { ...SUCCESSOR, id: long, serial: long, sha256: long },
        attached: Array.from({ length: 60 }, () => `arn:aws:acm:eu-west-1:123456789012:${'x'.repeat(600)}`),
        addresses: Array.from({ length: 60 }, (_, i) => ({ ...address(long, 'old', i), sha256: long })),
      }),
    });
    expect(sizeOf(entry(largest))).toBeLessThan(MOST_BYTES);
    expect(problems(largest)).toEqual([]);
    expect(eventOf(largest, NOW).moreFindings).toBe(40);
  }
});
