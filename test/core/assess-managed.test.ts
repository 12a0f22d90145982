import { FailureReason } from '@aws-sdk/client-acm';
import { ACM_REASONS } from '../../lambda/core/acm-reasons';
import { assess } from '../../lambda/core/assess';
import { registrationsOf } from '../../lambda/core/domain-findings';
import { NOTHING_ELSE_KNOWN } from '../../lambda/core/estate';
import type { ManagedCertificate } from '../../lambda/core/held';
import { DAY } from '../../lambda/core/instant';
import { managed, NOW, said, story, target } from './builders';

const ROW = target({ target: 'acm:eu-west-1' });
const RENEWING = (status: string, reason?: string): ManagedCertificate['renewal'] => ({
  eligible: true,
  status,
  ...(reason && { reason }),
  missingRecords: [],
});
const NOT_ELIGIBLE = { eligible: false, missingRecords: [] };

function judged(...certificate: Parameters<typeof managed>) {
  return assess(ROW, managed(...certificate), undefined, NOW);
}

/** A certificate of so many days of which so many are left. */
function living(lifetime: number, daysLeft: number, changes: Partial<ManagedCertificate> = {}) {
  return judged(daysLeft, { notBefore: NOW + (daysLeft - lifetime) * DAY, ...changes });
}

describe('A certificate that ACM renews', () => {
  test.each([
    ['60 days before', 60, {}],
    ['45 days before', 45, {}],
    ['31 days before, while ACM is at it', 31, { renewal: RENEWING('PENDING_AUTO_RENEWAL') }],
    ['31 days before, renewed once already', 31, { renewal: RENEWING('SUCCESS') }],
    ['31 days before, exported and not in use', 31, { inUse: false, exported: true }],
    ['31 days before, of a private CA', 31, { type: 'private' as const }],
  ])('is silent %s, and its date is known all the same', (_, days, changes) => {
    const { severity, findings, standing, summary } = judged(days, changes);
    expect([severity, findings]).toEqual(['ok', []]);
    expect(standing).toMatchObject({ rung: undefined, expiry: { expires: NOW + days * DAY } });
    expect(summary).toMatch(/^Valid until /);
  });

  test.each([
    [398, 31, 29],
    [198, 31, 29],
    [100, 16, 15],
    [47, 8, 7],
  ])('of %i days is silent with %i left and late with %i', (lifetime, before, after) => {
    expect(said(living(lifetime, before))).toEqual([]);
    expect(said(living(lifetime, after))).toContain(
      `warning renewal-late: ACM should have renewed the certificate for www.example.com by now: ${after} days are left, and it says nothing of a renewal.`,
    );
  });

  test('is late whatever ACM says of its last renewal', () => {
    expect(said(judged(20, { renewal: RENEWING('SUCCESS') }))[1]).toMatch(/20 days are left, and it says SUCCESS\.$/);
  });

  test('counts down like any other once it is late, and ends when it is renewed', () => {
    expect(
      story(
        [
          [0, managed(61)],
          [20, managed(61)],
          [32, managed(61)],
          [47, managed(61)],
          [54, managed(61)],
          [55, managed(61)],
          [56, managed(259)],
          [57, managed(259)],
        ],
        ROW,
      ),
    ).toEqual([
      '',
      '',
      'due warning, broken warning',
      'due warning',
      'due critical',
      'due critical',
      '',
      'replaced ok',
    ]);
  });

  test('that has expired says so, and is late no more', () => {
    expect(said(judged(-1))).toEqual([expect.stringMatching(/^critical expired/)]);
  });

  test('has the ladder of its row once it is late, and not before', () => {
    const watched = target({ target: 'acm:*', ladder: '60,20' });
    expect(said(assess(watched, managed(50), undefined, NOW))).toEqual([]);
    expect(said(assess(watched, managed(25), undefined, NOW))[0]).toMatch(/^warning expiring/);
  });
});

describe('A renewal that is blocked is told of at once, with what to do:', () => {
  test.each<[string, Partial<ManagedCertificate>, string]>([
    [
      'a record is missing',
      {
        validation: 'dns',
        renewal: {
          ...RENEWING('PENDING_VALIDATION'),
          missingRecords: ['_a.example.com. CNAME _b.acm-validations.aws.'],
        },
      },
      'PENDING_VALIDATION; it waits for this in DNS: _a.example.com. CNAME _b.acm-validations.aws.',
    ],
    [
      'nobody has followed the link in an e-mail',
      { validation: 'email', renewal: RENEWING('PENDING_VALIDATION') },
      'PENDING_VALIDATION; somebody who receives admin@ of the domain has to follow the link in ACM’s e-mail',
    ],
    [
      'CloudFront has not been set up for it',
      { validation: 'http', renewal: RENEWING('PENDING_VALIDATION') },
      'PENDING_VALIDATION; it waits for an answer of its own at the domain over HTTP, as CloudFront sets it up',
    ],
    [
      'it has failed',
      { renewal: RENEWING('FAILED', 'NO_AVAILABLE_CONTACTS') },
      'FAILED (NO_AVAILABLE_CONTACTS): ACM found nobody to send its e-mail to; give the domain an MX record and somebody who reads admin@, or change to DNS validation',
    ],
    ['for a reason that is not known yet', { renewal: RENEWING('FAILED', 'MOON_PHASE') }, 'FAILED (MOON_PHASE)'],
  ])('%s', (_, changes, why) => {
    const [first] = said(judged(58, changes));
    expect(first).toBe(`warning renewal-blocked: ACM cannot renew the certificate for www.example.com: ${why}.`);
    const watched = target({ target: 'acm:*', ladder: '60,20' });
    expect(assess(watched, managed(58, changes), undefined, NOW).standing).toMatchObject({ rung: 60 });
  });

  test('at info where nothing uses the certificate', () => {
    const blocked = { inUse: false, renewal: RENEWING('FAILED') };
    expect(said(judged(58, blocked))).toEqual([expect.stringMatching(/^info renewal-blocked/)]);
  });

  test('each reason that ACM has is explained', () => {
    expect(Object.keys(ACM_REASONS).sort()).toEqual(Object.values(FailureReason).sort());
  });
});

describe('A certificate that ACM will not renew says why, and its ladder counts:', () => {
  test.each<[string, Partial<ManagedCertificate>, string]>([
    ['imported', { type: 'imported', renewal: NOT_ELIGIBLE }, 'it was imported'],
    ['unused', { inUse: false, renewal: NOT_ELIGIBLE }, 'nothing uses it'],
    ['of a private CA', { type: 'private', renewal: NOT_ELIGIBLE }, 'its private CA was not asked for it through ACM'],
    ['not eligible', { renewal: NOT_ELIGIBLE }, 'ACM says that it is not eligible for renewal'],
  ])('%s', (_, changes, why) => {
    const sentence = `info will-not-renew: ACM will not renew the certificate for www.example.com by itself, since ${why}.`;
    expect(said(judged(60, changes))).toEqual([sentence]);
    const unused = changes.inUse === false;
    expect(judged(10, changes).standing).toMatchObject(
      unused ? { severity: 'info' } : { rung: 14, severity: 'warning' },
    );
  });
});

describe('Validation by e-mail', () => {
  const email = { validation: 'email' } as const;
  const sentence =
    'ACM makes sure of www.example.com by e-mail, which no CA may do any more from 2028-03-15 on; request it anew with DNS validation.';

  test('is pointed out while it is still allowed', () => {
    expect(said(judged(100, email))).toEqual([`info validation-by-email: ${sentence}`]);
  });

  test.each([
    ['2027-12-05T23:00:00Z', 'info'],
    ['2027-12-06T00:00:00Z', 'warning'],
    ['2028-04-01T00:00:00Z', 'warning'],
  ])('is told of in the hundred days before it ends, and then: %s', (at, severity) => {
    const now = Date.parse(at);
    const dates = { notBefore: now - 10 * DAY, notAfter: now + 90 * DAY };
    expect(said(assess(ROW, managed(1, { ...email, ...dates }), undefined, now))).toEqual([
      `${severity} validation-by-email: ${sentence}`,
    ]);
  });

  test('is told of where it blocks a renewal', () => {
    expect(said(judged(50, { ...email, renewal: RENEWING('PENDING_VALIDATION') }))[1]).toMatch(
      /^warning validation-by-email/,
    );
  });
});

test('a certificate that ACM could not issue says why', () => {
  const failed = { status: 'FAILED', inUse: false, renewal: { ...NOT_ELIGIBLE, reason: 'PCA_INVALID_STATE' } };
  expect(said(judged(undefined, failed))).toEqual([
    'info not-issued: The certificate for www.example.com has not been issued: ACM says FAILED (PCA_INVALID_STATE): the private CA is not active; enable it, or install its certificate.',
  ]);
});

describe('A certificate of which ACM did not tell everything this once', () => {
  const blocked = managed(50, { usedBy: ['arn:x'], renewal: RENEWING('FAILED', 'CAA_ERROR') });
  const missed = managed(50, { renewal: { eligible: true, missingRecords: [] }, detailMissed: true });

  test('has not recovered', () => {
    const course = story([
      [0, blocked],
      [1, missed],
      [2, blocked],
    ]);
    expect(course).toEqual(['broken warning', '', '']);
  });

  test('is attached to what it was attached to, and renews itself no more than it did', () => {
    const { holds } = assess(ROW, blocked, undefined, NOW);
    expect(holds).toMatchObject({ renewsItself: false, usedBy: ['arn:x'] });
    expect(assess(ROW, missed, { holds }, NOW).holds).toEqual(holds);
  });
});

test('a certificate that ACM cannot renew is no better while its inventory cannot be read', () => {
  const blocked = judged(50, { renewal: RENEWING('FAILED', 'CAA_ERROR') });
  const failure = { reason: 'inventory-unread', sentence: 'The inventory acm:* could not be read.' } as const;
  const { lastSeen, findings } = blocked;
  const unread = assess(ROW, { saw: 'nothing', failure }, { lastSeen, findings }, NOW + DAY);
  expect([unread.severity, unread.summary, unread.findings]).toEqual(['warning', blocked.summary, findings]);
  const silent = { reason: 'timed-out', sentence: 'It did not answer.' } as const;
  expect(assess(ROW, { saw: 'nothing', failure: silent }, { lastSeen, findings }, NOW).findings).toHaveLength(1);
});

test.each([
  ['a certificate that nothing uses is worth reading', { inUse: false, renewal: NOT_ELIGIBLE }, 'info'],
  ['a certificate that is in use is told of', {}, 'warning'],
])('that the domain ends sooner than %s', (_, changes, severity) => {
  const registrations = registrationsOf([{ name: 'example.com', expires: NOW + 5 * DAY, autoRenew: false }]);
  const { findings } = assess(ROW, managed(80, changes), { estate: { ...NOTHING_ELSE_KNOWN, registrations } }, NOW);
  expect(findings.find(({ reason }) => reason === 'domain-ends-sooner')).toMatchObject({ severity });
});
