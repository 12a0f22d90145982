import { type Assessment, assess } from '../../lambda/core/assess';
import { expiryOf } from '../../lambda/core/expiry';
import { DAY } from '../../lambda/core/instant';
import type { Observation } from '../../lambda/core/observation';
import type { Target } from '../../lambda/core/target';
import { certificate, endpoint, healthy, managed, NOW, REFUSED, said, serving, target, unseen } from './builders';

function judged(
  observation: Observation,
  watched: Target = target(),
  known?: Parameters<typeof assess>[2],
): Assessment {
  return assess(watched, observation, known, NOW);
}

test('a healthy certificate has no findings, and the summary says until when', () => {
  const assessment = judged(healthy(60));
  expect(assessment).toMatchObject({ severity: 'ok', findings: [], seen: 'all' });
  expect(assessment.summary).toBe('Valid until Thu 21 Jan 2027, 60 days left.');
  expect(assessment.standing?.expiry).toEqual(expiryOf(certificate(60), 'certificate'));
});

describe('the date', () => {
  test.each([
    [
      'due',
      17,
      'warning expiring: The certificate “www.example.com” expires in 17 days, on Wed 9 Dec 2026, 12:00 UTC.',
    ],
    [
      'near',
      4,
      'critical expiring: The certificate “www.example.com” expires in 4 days, on Thu 26 Nov 2026, 12:00 UTC.',
    ],
    [
      'today',
      0.5,
      'critical expiring: The certificate “www.example.com” expires in 12 hours, on Mon 23 Nov 2026, 00:00 UTC.',
    ],
    [
      'past',
      -3,
      'critical expired: The certificate “www.example.com” expired 3 days ago, on Thu 19 Nov 2026, 12:00 UTC.',
    ],
  ])('%s', (_, daysLeft, expected) => {
    expect(said(judged(healthy(daysLeft)))).toEqual([expected]);
  });

  test('is told in the time zone of the client', () => {
    expect(judged(healthy(4), target({ timezone: 'Europe/Berlin' })).summary).toMatch(
      /on Thu 26 Nov 2026, 13:00 Europe\/Berlin/,
    );
  });

  test('of an intermediate counts too, and the earliest rules', () => {
    const intermediate = certificate(5, { sha256: 'i', subject: 'CN=Old Intermediate', notBefore: NOW - 3000 * DAY });
    const root = certificate(-9, { sha256: 'r', subject: 'CN=Root', selfIssued: true });
    const assessment = judged(endpoint(serving(certificate(60), { chain: [certificate(60), intermediate, root] })));
    expect(said(assessment)).toEqual([
      'critical chain-element-expiring: The intermediate certificate “Old Intermediate” expires in 5 days, on Fri 27 Nov 2026, 12:00 UTC.',
    ]);
    expect(assessment.standing?.expiry).toMatchObject({ of: 'intermediate', what: 'Old Intermediate' });
  });

  test('of the worst address rules where addresses differ', () => {
    const assessment = judged(endpoint(serving(certificate(60)), serving(certificate(2), {}, '192.0.2.2')));
    expect(assessment).toMatchObject({ severity: 'critical', standing: { expiry: { sha256: 'leaf-2' } } });
  });

  test('that was last seen goes on counting while nothing can be seen', () => {
    const lastSeen = expiryOf(certificate(4), 'certificate');
    expect(
      said(judged({ saw: 'nothing', failure: REFUSED }, target(), { lastSeen: [{ expiry: lastSeen, at: [] }] })),
    ).toEqual([
      'critical expiring: The certificate “www.example.com” expires in 4 days, on Thu 26 Nov 2026, 12:00 UTC, as it was when last seen.',
      'warning unreachable: Nothing listens on port 443 of 192.0.2.1.',
    ]);
  });

  test('of a dated row', () => {
    const watched = target({ target: 'dated:Office licence', expires: '2026-12-20' });
    const observation: Observation = { saw: 'date', expires: Date.parse('2026-12-20T23:59:59Z') };
    expect(judged(observation, watched).summary).toBe(
      '“Office licence” expires in 28 days, on Sun 20 Dec 2026, 23:59 UTC.',
    );
  });

  test('in the row that disagrees with what was seen is pointed out', () => {
    expect(said(judged(healthy(60), target({ expires: '2026-12-31' })))).toEqual([
      'info date-disagrees: The row says that it expires on Thu 31 Dec 2026, but what was seen expires on Thu 21 Jan 2027.',
    ]);
    expect(said(judged(healthy(60), target({ expires: '2027-01-21' })))).toEqual([]);
  });
});

describe('the certificate', () => {
  const leaf = certificate(60);
  test.each([
    [
      'is not yet valid',
      serving(certificate(90.5), { verdict: { trusted: false, reason: 'date', sentence: 'not yet valid' } }),
      'critical not-yet-valid: The certificate “www.example.com” becomes valid only in 12 hours, on Mon 23 Nov 2026, 00:00 UTC.',
    ],
    [
      'is for another name',
      serving(
        { ...leaf, names: ['a.example', 'b.example', 'c.example', 'd.example', 'e.example'] },
        { nameMatches: false },
      ),
      'critical name-mismatch: The certificate is not for www.example.com; it is for a.example, b.example, c.example, d.example and 1 more.',
    ],
    [
      'is self-signed',
      serving(leaf, { verdict: { trusted: false, reason: 'self-signed', sentence: 'It signed itself.' } }),
      'critical self-signed: It signed itself.',
    ],
    [
      'lacks an intermediate',
      serving(leaf, {
        verdict: { trusted: false, reason: 'chain-incomplete', sentence: 'An intermediate is missing.' },
      }),
      'critical chain-incomplete: An intermediate is missing.',
    ],
    [
      'hangs on a root that has expired, which shows in the verdict alone',
      serving(leaf, { verdict: { trusted: false, reason: 'date', sentence: 'The root has expired.' } }),
      'critical untrusted: The root has expired.',
    ],
  ])('%s', (_, address, expected) => {
    expect(said(judged(endpoint(address)))).toEqual([expected]);
  });

  test('that has expired is not called untrusted as well', () => {
    const verdict = { trusted: false, reason: 'date', sentence: 'expired' } as const;
    expect(said(judged(endpoint(serving(certificate(-1), { verdict }))))).toEqual([
      expect.stringMatching(/^critical expired/),
    ]);
  });

  test('for another name matters little to whoever goes by its fingerprint or by nothing', () => {
    const observation = endpoint(serving(leaf, { nameMatches: false }));
    expect(judged(observation, target({ trust: 'any' })).severity).toBe('info');
    expect(judged(observation, target({ trust: `sha256:${'ab'.repeat(32)}` })).severity).toBe('info');
  });
});

describe('addresses', () => {
  const mismatch = { nameMatches: false };
  test('that all show the same are spoken of once', () => {
    const assessment = judged(
      endpoint(serving(certificate(60), mismatch), serving(certificate(60), mismatch, '192.0.2.2')),
    );
    expect(said(assessment)).toEqual([expect.not.stringMatching(/\[/)]);
  });

  test('that alone show something are named', () => {
    const assessment = judged(endpoint(serving(certificate(60)), serving(certificate(60), mismatch, '192.0.2.2')));
    expect(said(assessment)).toEqual([expect.stringMatching(/name-mismatch.*\[192\.0\.2\.2\]$/)]);
  });

  test('that cannot be reached are named, and the target counts as seen', () => {
    const assessment = judged(endpoint(serving(certificate(60)), unseen(REFUSED, '192.0.2.2')));
    expect(said(assessment)).toEqual(['warning unreachable: Nothing listens on port 443 of 192.0.2.1. [192.0.2.2]']);
    expect(assessment.seen).toBe('some');
  });

  test('of IPv6 without a route are no fault of a target whose other addresses answer', () => {
    const noRoute = { reason: 'no-route', sentence: 'There is no IPv6 here.' } as const;
    expect(judged(endpoint(serving(certificate(60)), unseen(noRoute, '2001:db8::1'))).severity).toBe('info');
    expect(judged(endpoint(unseen(noRoute, '2001:db8::1')))).toMatchObject({ severity: 'warning', seen: 'none' });
  });
});

describe('what could not be seen', () => {
  test.each([
    ['refused', 'warning unreachable'],
    ['no-such-host', 'warning unreachable'],
    ['access-denied', 'warning access-denied'],
    ['region-disabled', 'info region-skipped'],
    ['not-tls', 'critical not-tls'],
    ['no-tls', 'critical no-tls'],
    ['port-blocked', 'warning unreachable'],
    ['address-refused', 'warning address-refused'],
  ] as const)('%s is %s', (reason, expected) => {
    const assessment = judged({ saw: 'nothing', failure: { reason, sentence: 'Why.' } });
    expect(said(assessment)).toEqual([`${expected}: Why.`]);
    expect(assessment.seen).toBe('none');
  });

  test('because of the row is said by the problem of the row alone', () => {
    const watched = target({ target: 'gopher://x' });
    const assessment = judged({ saw: 'nothing', failure: { reason: 'not-understood', sentence: 'x' } }, watched);
    expect(said(assessment)).toEqual([expect.stringMatching(/^warning not-understood: “gopher”/)]);
  });
});

describe('a promise', () => {
  test('that is kept in time says nothing', () => {
    expect(said(judged(healthy(10), target({ promised: '2026-11-30' })))).toHaveLength(1);
  });

  test('later than the expiry is refused', () => {
    expect(said(judged(healthy(10), target({ promised: '2026-12-24' })))).toContain(
      'warning promise-refused: The promise for Thu 24 Dec 2026 is later than the expiry on Wed 2 Dec 2026 and does not count.',
    );
  });

  test('that has passed makes a warning critical', () => {
    const assessment = judged(healthy(15), target({ promised: '2026-11-20' }));
    expect(said(assessment)).toEqual([
      expect.stringMatching(/^critical expiring/),
      'critical promise-broken: It was promised to be done by Fri 20 Nov 2026, but what expires is still in use.',
    ]);
  });

  test('that has passed with the certificate long replaced says nothing', () => {
    expect(judged(healthy(80), target({ promised: '2026-11-20' })).findings).toEqual([]);
  });
});

describe('a certificate that ACM manages', () => {
  const acm = target({ target: 'acm:eu-west-1' });
  test.each([
    ['renews itself', managed(60), []],
    [
      'should have been renewed by now',
      managed(20),
      [/^warning expiring: The certificate “www.example.com” expires in 20 days/, /^warning renewal-late/],
    ],
    ['that nothing uses expires without telling anybody', managed(2, { inUse: false }), [/^info expiring/]],
    [
      'that was exported counts as used',
      managed(2, { inUse: false, exported: true }),
      [/^critical expiring/, /^warning renewal-late/],
    ],
    [
      'waits for DNS',
      managed(60, {
        renewal: { eligible: true, status: 'PENDING_VALIDATION', missingRecords: ['_x.example.com CNAME _y.acm'] },
      }),
      [/^warning renewal-blocked: .*PENDING_VALIDATION; it waits for this in DNS: _x.example.com CNAME _y.acm\.$/],
    ],
    [
      'fails to renew',
      managed(60, { renewal: { eligible: true, status: 'FAILED', reason: 'CAA_ERROR', missingRecords: [] } }),
      [
        /^warning renewal-blocked: ACM cannot renew the certificate for www.example.com: FAILED \(CAA_ERROR\): a CAA record .*\.$/,
      ],
    ],
    [
      'was imported',
      managed(60, { type: 'imported', renewal: { eligible: false, missingRecords: [] } }),
      [/^info will-not-renew: .*imported/],
    ],
    ['is not issued yet', managed(undefined, { status: 'PENDING_VALIDATION', inUse: false }), [/^info not-issued/]],
    ['was revoked', managed(60, { status: 'REVOKED' }), [/^critical revoked/]],
    ['has expired', managed(-1, { status: 'EXPIRED' }), [/^critical expired/]],
  ])('%s', (_, observation, expected) => {
    expect(said(judged(observation, acm))).toEqual(expected.map((sentence) => expect.stringMatching(sentence)));
  });
});

test('an inventory says how much it found', () => {
  expect(judged({ saw: 'inventory', count: 1 }).summary).toBe('1 found; each has a result of its own.');
});
