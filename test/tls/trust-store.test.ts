import { certificatesIn, trustStoreFor } from '../../lambda/tls/trust-store';
import { createAuthority } from '../servers/certificates';

it('one store serves all who trust the same', async () => {
  const { certificate } = await createAuthority({ name: 'Test CA' });
  const pin = { by: 'pin', sha256: 'ab'.repeat(32) } as const;
  expect(trustStoreFor({ by: 'public' }, undefined)).toBe(trustStoreFor({ by: 'public' }, certificate));
  expect(trustStoreFor({ by: 'private' }, certificate)).toBe(trustStoreFor({ by: 'private' }, certificate));
  expect(trustStoreFor({ by: 'any' }, certificate)).toBe(trustStoreFor(pin, undefined));
  expect(trustStoreFor({ by: 'private' }, certificate)).not.toBe(trustStoreFor({ by: 'any' }, certificate));
});

it('the public one knows the keys of the public roots', () => {
  expect(trustStoreFor({ by: 'public' }, undefined).anchors().size).toBeGreaterThan(100);
});

it('finds the certificates in a bundle, whatever stands around them', async () => {
  const [one, two] = [await createAuthority({ name: 'One' }), await createAuthority({ name: 'Two' })];
  expect(certificatesIn(`# one\n${one.certificate}# two\r\n${two.certificate}${one.key}`)).toEqual([
    one.certificate.trim(),
    two.certificate.trim(),
  ]);
});
