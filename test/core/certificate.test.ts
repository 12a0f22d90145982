import { certificateName, issuerName } from '../../lambda/core/certificate';

test.each([
  ['its common name', 'CN=www.example.com, O=Example', ['a.example'], 'www.example.com'],
  ['a common name further on', 'OU=Web, CN=www.example.com', [], 'www.example.com'],
  ['a common name with a comma in it', 'CN=Foo\\, Inc, O=Bar', [], 'Foo, Inc'],
  ['its first name where it has no common name', 'O=Example', ['a.example', 'b.example'], 'a.example'],
  [
    'its first name where another attribute only looks like a common name',
    'O=x\\, CN=evil',
    ['a.example'],
    'a.example',
  ],
  ['its subject where it has no name at all', 'O=Example', [], 'O=Example'],
  ['no name', '', [], 'a certificate without a name'],
])('a certificate is called by %s', (_, subject, names, expected) => {
  expect(certificateName({ subject, names })).toBe(expected);
});

test.each([
  ['CN=R11, O=Example CA, C=US', 'R11'],
  ['OU=Class 3, O=Old CA', 'Old CA'],
  ['C=DE', 'C=DE'],
])('the issuer %s is called %s', (issuer, expected) => {
  expect(issuerName(issuer)).toBe(expected);
});
