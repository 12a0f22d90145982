import { assess } from '../../lambda/core/assess';
import { certificate, endpoint, NOW, said, serving, target } from './builders';

const MISMATCH = 'critical name-mismatch: The certificate is not for www.example.com; it is for no name at all.';

test.each([
  ['the name itself', 'CN=www.example.com', 'www.example.com'],
  ['the name in capitals', 'O=Example, CN=WWW.Example.COM', 'WWW.Example.COM'],
  ['a wildcard over it', 'CN=*.example.com', '*.example.com'],
])('a common name that is %s explains the mismatch', (_, subject, shown) => {
  const leaf = certificate(60, { subject, names: [] });
  expect(said(assess(target(), endpoint(serving(leaf, { nameMatches: false })), undefined, NOW))).toEqual([
    MISMATCH,
    `info common-name-only: The certificate has “${shown}” only as its common name, which clients do not go by any more (RFC 9525); it has to stand in subjectAltName.`,
  ]);
});

test.each([
  ['of another host', { subject: 'CN=mail.example.com', names: [] }],
  ['of a wildcard over another level', { subject: 'CN=*.com', names: [] }],
  ['of a wildcard alone', { subject: 'CN=*', names: [] }],
  ['besides other names', { subject: 'CN=www.example.com', names: ['mail.example.com'] }],
  ['that is missing', { subject: 'O=Example', names: [] }],
])('a common name %s explains nothing', (_, changes) => {
  const seen = serving(certificate(60, changes), { nameMatches: false });
  expect(said(assess(target(), endpoint(seen), undefined, NOW))).toEqual([
    expect.stringMatching(/^critical name-mismatch/),
  ]);
});

test('the name that was asked for is the one that counts', () => {
  const watched = target({ servername: 'sni.example.com' });
  const seen = serving(certificate(60, { subject: 'CN=sni.example.com', names: [] }), { nameMatches: false });
  expect(said(assess(watched, endpoint(seen), undefined, NOW))).toEqual([
    expect.stringMatching(/^critical name-mismatch: The certificate is not for sni\.example\.com/),
    expect.stringMatching(/^info common-name-only/),
  ]);
});
