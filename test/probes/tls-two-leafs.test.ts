import { assess } from '../../lambda/core/assess';
import { DAY } from '../../lambda/core/instant';
import { type Authority, type CertificateOptions, createAuthority, type Issued } from '../servers/certificates';
import { startTlsServer } from '../servers/tls-server';
import { closeAll, looked, NOW, started, targetAt } from './endpoint';

let ca: Authority;
let issuing: Issued;

beforeAll(async () => {
  ca = await createAuthority({ name: 'Test CA' });
  issuing = await ca.issue({ name: 'Issuing CA', intermediate: true });
});
afterEach(closeAll);

const NAME = 'www.example.com';

/** Who speaks TLS 1.2 is given the RSA certificate, and who speaks TLS 1.3 prefers the other. */
const RSA_IN_TLS12 = { ciphers: 'TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256' };

/** What is said of a server with one certificate for RSA and one for ECDSA. */
async function saidOf(rsa: Partial<CertificateOptions>, ecdsa: Partial<CertificateOptions> = {}) {
  const one = await issuing.issue({ name: 'rsa', names: [NAME], key: 'rsa', ...rsa });
  const other = await issuing.issue({ name: 'ecdsa', names: [NAME], ...ecdsa });
  const both = { certificate: [one.fullChain, other.fullChain], key: [one.key, other.key] };
  const { port } = await started(startTlsServer({ ...both, ...RSA_IN_TLS12 }));
  const target = targetAt(port);
  const observation = await looked(target, { privateCa: ca.certificate });
  expect(observation).toMatchObject({
    addresses: [{ ok: true, chain: [{ keyType: 'EC' }, {}, {}], sent: [{ keyType: 'RSA' }, {}] }],
  });
  return assess(target, observation, undefined, NOW).findings;
}

const MIXED = { reason: 'mixed-addresses', severity: 'info' };

test('both certificates of a server are met', async () => {
  expect(await saidOf({})).toMatchObject([MIXED]);
});

test('the one that only the reader is given is judged by what it says, and not by whether it is trusted', async () => {
  expect(await saidOf({ names: ['old.example.com'], notBefore: NOW + 2 * DAY })).toMatchObject([
    {
      reason: 'not-yet-valid',
      sentence: expect.stringMatching(/^The server’s other certificate \(“rsa” [0-9a-f]{8}…\) becomes valid/),
      bySent: true,
    },
    {
      reason: 'name-mismatch',
      sentence: expect.stringMatching(/^The server’s other certificate \(“rsa” .*it is for old\.example\.com\.$/),
      bySent: true,
    },
    MIXED,
  ]);
});

test('the one that the full check is given is judged as ever', async () => {
  const [first, second] = await saidOf({}, { names: ['old.example.com'] });
  expect(first).toEqual({
    reason: 'name-mismatch',
    severity: 'critical',
    sentence: `The certificate is not for ${NAME}; it is for old.example.com.`,
  });
  expect(second).toMatchObject(MIXED);
});

test('the date of either counts', async () => {
  const findings = await saidOf({ notBefore: NOW - 80 * DAY, notAfter: NOW + 3 * DAY });
  const due = findings.find(({ reason }) => reason === 'expiring');
  expect(due?.sentence).toMatch(/^The certificate “rsa” expires/);
});
