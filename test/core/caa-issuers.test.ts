import { caaDomainsOf } from '../../lambda/core/caa-issuers';

test.each<[string, string | undefined]>([
  ["CN=R13, O=Let's Encrypt, C=US", 'letsencrypt.org'],
  ['CN=Amazon RSA 2048 M02, O=Amazon, C=US', 'amazon.com'],
  ['O=Amazon', 'amazon.com'],
  ['CN=WE1, O=Google Trust Services, C=US', 'pki.goog'],
  ['CN=ZeroSSL ECC Domain Secure Site CA, O=ZeroSSL, C=AT', 'sectigo.com'],
  ['CN=Sectigo RSA Domain Validation Secure Server CA, O=Sectigo Limited, L=Salford, C=GB', 'sectigo.com'],
  ['CN=DigiCert TLS RSA SHA256 2020 CA1, O=DigiCert Inc, C=US', 'digicert.com'],
  ['CN=DigiCert G5 TLS, O=DigiCert\\, Inc., C=US', 'digicert.com'],
  ['CN=Go Daddy Secure Certificate Authority - G2, O=GoDaddy.com\\, Inc., C=US', 'godaddy.com'],
  ['CN=D-TRUST EV CA 2-23-1 2023, O=D-TRUST GmbH, C=DE', 'd-trust.net'],
  ['CN=Microsoft Azure RSA TLS Issuing CA 03, O=Microsoft Corporation, C=US', 'microsoft.com'],
  ["CN=(STAGING) E5, O=(STAGING) Let's Encrypt, C=US", undefined],
  ["CN=a\\, O=Let's Encrypt, O=Other", undefined],
  ['O=constructor', undefined],
  ['CN=Test CA', undefined],
  ['', undefined],
])('a CAA record for what “%s” issues says %s', (issuer, domain) => {
  expect(caaDomainsOf(issuer)?.[0]).toBe(domain);
});

test('what goes by several names has them all', () => {
  expect(caaDomainsOf('O=Amazon')).toEqual(
    expect.arrayContaining(['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com']),
  );
  expect(caaDomainsOf('O=Sectigo Limited')).toEqual(expect.arrayContaining(['comodoca.com', 'usertrust.com']));
});
