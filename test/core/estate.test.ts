import { estateFrom, estateOf, heldBy, servedOfHeld } from '../../lambda/core/estate';
import type { KnownCertificate } from '../../lambda/core/known-certificate';
import { NOW } from './builders';

const DATES = { notBefore: NOW - 10, notAfter: NOW + 10 };
const HELD: KnownCertificate = {
  id: 'arn:1',
  client: 'Contoso',
  names: ['www.example.com'],
  ...DATES,
  serial: '0A',
  renewsItself: false,
  isPrivate: false,
  exported: false,
  formerly: [{ notBefore: 1, notAfter: 2, serial: '0B' }],
};

function served(client: string, serial: string, notAfter = DATES.notAfter) {
  const expiry = {
    of: 'certificate',
    what: 'www.example.com',
    expires: notAfter,
    notBefore: DATES.notBefore,
    serial,
  } as const;
  return { kind: 'tls', client, memory: { lastSeen: [{ expiry, at: [] }] } } as const;
}

const MEMBERS = [
  served('Contoso', '0A'),
  served('Fabrikam', '0A'),
  served('Fabrikam', '0B', 2),
  served('Northwind', '0C'),
  { kind: 'acm', client: 'Contoso', memory: { lastSeen: [] }, holds: HELD } as const,
];

test('what is served is known of each client', () => {
  const { isServed } = estateOf(MEMBERS);
  expect(isServed(HELD)).toBe(true);
  expect(isServed(HELD, 'Fabrikam')).toBe(true);
  expect(isServed(HELD, 'Northwind')).toBe(false);
  expect(isServed({ ...DATES, serial: '0D' })).toBe(false);
});

test('of what is served only what somebody holds, or held, has to be known, and answers the same', () => {
  const all = estateOf(MEMBERS);
  const seen = new Map<string, string | Set<string>>([
    [`A ${DATES.notAfter}`, new Set(['Contoso', 'Fabrikam'])],
    ['B 2', 'Fabrikam'],
    [`C ${DATES.notAfter}`, 'Northwind'],
  ]);
  const facts = { ...heldBy(MEMBERS), served: seen };
  const served = servedOfHeld(facts);
  expect([...served.keys()]).toEqual([`A ${DATES.notAfter}`, 'B 2']);
  const few = estateFrom({ ...facts, served });
  for (const client of [undefined, 'Contoso', 'Fabrikam', 'Northwind'])
    for (const certificate of [HELD, ...HELD.formerly])
      expect(few.isServed(certificate, client)).toBe(all.isServed(certificate, client));
});
