import { assess } from '../../lambda/core/assess';
import type { ManagedCertificate } from '../../lambda/core/held';
import type { Obstacle } from '../../lambda/core/preflight';
import { certificate, endpoint, managed, NOW, said, serving, target } from './builders';

/** What is said of a certificate of Let's Encrypt with these obstacles before its renewal. */
function ofServed(...obstacles: Obstacle[]): string[] {
  const leaf = certificate(80, { issuer: "CN=R13, O=Let's Encrypt, C=US" });
  const seen = endpoint(
    serving(leaf, { preflight: { at: NOW, obstacles } }, '192.0.2.1'),
    serving(leaf, { preflight: { at: NOW, obstacles } }, '192.0.2.2'),
  );
  return said(assess(target(), seen, undefined, NOW));
}

function ofManaged(obstacle: Obstacle, changes: Partial<ManagedCertificate> = {}): string[] {
  const seen = managed(70, { preflight: { at: NOW, obstacles: [obstacle] }, ...changes });
  return said(assess(target(), seen, undefined, NOW));
}

const FORBIDS = {
  why: 'caa-forbids',
  name: 'www.example.com',
  at: 'example.com',
  allowed: ['digicert.com', 'pki.goog'],
  property: 'issue',
} as const;

test.each<[string, Obstacle[], string[]]>([
  ['nothing in the way is nothing to say', [], []],
  [
    'a name that is gone',
    [{ why: 'name-gone', name: 'old.example.com' }],
    [
      'warning name-gone: The name old.example.com on the certificate is not in DNS any more, so that its CA may refuse to renew it; put back into DNS what is missing, or have the certificate issued without it.',
    ],
  ],
  [
    'many names that are gone',
    ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((label) => ({ why: 'name-gone', name: `${label}.example.com` })),
    [
      'warning name-gone: The names a.example.com, b.example.com, c.example.com, d.example.com, e.example.com and 2 more on the certificate are not in DNS any more, so that its CA may refuse to renew it; put back into DNS what is missing, or have the certificate issued without it.',
    ],
  ],
  [
    'a name that has never been in DNS',
    [{ why: 'name-gone', name: 'db.example.com', unseen: true }],
    [
      'info name-gone: The name db.example.com on the certificate is not in DNS as it is seen from here; unless that is how it is meant to be, as with a private network, its CA may refuse to renew it.',
    ],
  ],
  [
    'a CAA record that lets others issue',
    [FORBIDS],
    [
      'warning caa-forbids: The CAA record of example.com lets only digicert.com, pki.goog issue a certificate for www.example.com, but Let\'s Encrypt issued this one; to let it be renewed there, write “example.com. CAA 0 issue "letsencrypt.org"”.',
    ],
  ],
  [
    'a CAA record that lets nobody issue wildcards',
    [{ ...FORBIDS, name: '*.example.com', allowed: [], property: 'issuewild' }],
    [
      'warning caa-forbids: The CAA record of example.com lets nobody issue a certificate for *.example.com, but Let\'s Encrypt issued this one; to let it be renewed there, write “example.com. CAA 0 issuewild "letsencrypt.org"”.',
    ],
  ],
  [
    'a CAA record of a hosting company',
    [{ ...FORBIDS, at: 'lb.example.net' }],
    [
      'warning caa-forbids: The CAA record of lb.example.net, which www.example.com is an alias for, lets only digicert.com, pki.goog issue a certificate for www.example.com, but Let\'s Encrypt issued this one; to let it be renewed there, have its owner write “lb.example.net. CAA 0 issue "letsencrypt.org"”.',
    ],
  ],
  [
    'a critical property that no CA knows',
    [{ ...FORBIDS, allowed: [], property: 'tbs' }],
    [
      'warning caa-forbids: The CAA record of example.com has the critical property “tbs”, for which no CA issues a certificate for www.example.com; without it, the certificate can be renewed.',
    ],
  ],
])('%s is said once for all addresses', (_, obstacles, findings) => {
  expect(ofServed(...obstacles)).toEqual(findings);
});

const RECORD = '_a.example.com. CNAME _b.x.acm-validations.aws.';
const MISSING: Obstacle = { why: 'validation-record-missing', record: RECORD };

test.each<[string, Obstacle, Partial<ManagedCertificate>, string[]]>([
  [
    'a record that is not there',
    MISSING,
    {},
    [
      `warning validation-record-missing: The record _a.example.com. by which ACM makes sure of a name is not in DNS, so that ACM will not renew the certificate; write “${RECORD}”.`,
    ],
  ],
  [
    'a record that points elsewhere',
    { ...MISSING, found: '_c.aws' },
    {},
    [
      `warning validation-record-missing: The record _a.example.com. by which ACM makes sure of a name points to _c.aws, so that ACM will not renew the certificate; write “${RECORD}”.`,
    ],
  ],
  [
    'a CAA record',
    FORBIDS,
    { inUse: false, exported: true },
    [
      'warning caa-forbids: The CAA record of example.com lets only digicert.com, pki.goog issue a certificate for www.example.com, but Amazon issued this one; to let it be renewed there, write “example.com. CAA 0 issue "amazon.com"”.',
    ],
  ],
])('of a certificate in ACM: %s', (_, obstacle, changes, findings) => {
  expect(ofManaged(obstacle, changes)).toEqual(findings);
});

test('what nothing uses is for reading', () => {
  const [finding] = ofManaged(MISSING, { inUse: false });
  expect(finding).toMatch(/^info validation-record-missing/);
});

test('a record that ACM waits for is said by what ACM says', () => {
  const renewal = { eligible: true, status: 'PENDING_VALIDATION', missingRecords: [RECORD] };
  const findings = ofManaged(MISSING, { renewal });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toContain('renewal-blocked');
});
