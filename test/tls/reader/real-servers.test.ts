import { X509Certificate } from 'node:crypto';
import { connect, createSecureContext, createServer } from 'node:tls';
import { CIPHER_NAMES } from '../../../lambda/tls/reader/cipher-names';
import type { Ask, Reading } from '../../../lambda/tls/reader/read';
import { certificatesIn } from '../../../lambda/tls/trust-store';
import { type Authority, createAuthority, type Issued } from '../../servers/certificates';
import { listening } from '../../servers/running';
import { type RunningTls, startTlsServer } from '../../servers/tls-server';
import { buffers, readingOf } from './scene';
import { weakRsa } from './weak-rsa';

type Server = Omit<Parameters<typeof startTlsServer>[0], 'certificate' | 'key'>;
type Kind = 'ec' | 'rsa' | 'weak';

let ca: Authority;
let issued: Record<Kind, Pick<Issued, 'fullChain' | 'key'>>;

beforeAll(async () => {
  ca = await createAuthority({ name: 'Test CA' });
  const intermediate = await ca.issue({ name: 'Issuing CA', intermediate: true });
  issued = {
    ec: await intermediate.issue({ name: 'localhost', names: ['localhost'] }),
    rsa: await intermediate.issue({ name: 'localhost', names: ['localhost'], key: 'rsa' }),
    weak: await weakRsa(),
  };
});

async function withServer<T>(kind: Kind, server: Server, use: (running: RunningTls) => Promise<T>): Promise<T> {
  const { fullChain, key } = issued[kind];
  const running = await startTlsServer({ ...server, certificate: fullChain, key });
  try {
    return await use(running);
  } finally {
    await running.close();
  }
}

function read(kind: Kind, server: Server, ask?: Partial<Ask>): Promise<Reading> {
  return withServer(kind, server, (running) => readingOf(running, ask));
}

const OLD = { minVersion: 'TLSv1', ciphers: 'ALL@SECLEVEL=0', honorCipherOrder: false } as const;
const EPHEMERAL = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' } as const;
const STAPLE = Buffer.from('any bytes that a server takes for an OCSP response');

describe('the reader reads', () => {
  it.each<[string, Kind, Server, Partial<Reading>]>([
    ['TLS 1.2 of a server that has TLS 1.3 too', 'ec', {}, { protocol: 'TLSv1.2', clientCertificate: false }],
    ['TLS 1.2', 'rsa', { maxVersion: 'TLSv1.2' }, { protocol: 'TLSv1.2', cipher: 'ECDHE-RSA-AES128-GCM-SHA256' }],
    ['TLS 1.1', 'rsa', { ...OLD, maxVersion: 'TLSv1.1' }, { protocol: 'TLSv1.1', cipher: 'ECDHE-RSA-AES128-SHA' }],
    ['TLS 1.0', 'rsa', { ...OLD, maxVersion: 'TLSv1' }, { protocol: 'TLSv1', cipher: 'ECDHE-RSA-AES128-SHA' }],
    [
      'TLS 1.0 with an EC key',
      'ec',
      { ...OLD, maxVersion: 'TLSv1' },
      { protocol: 'TLSv1', cipher: 'ECDHE-ECDSA-AES128-SHA' },
    ],
    ['an RSA key of 512 bits', 'weak', { ...OLD, ciphers: 'AES128-SHA@SECLEVEL=0' }, { cipher: 'AES128-SHA' }],
    [
      'a server that asks for a client certificate',
      'ec',
      { requestCert: true, rejectUnauthorized: false },
      { clientCertificate: true },
    ],
    [
      'a server that insists on one',
      'rsa',
      { requestCert: true, rejectUnauthorized: true },
      { clientCertificate: true },
    ],
    ['a server with a curve of its own', 'rsa', { ...EPHEMERAL, ecdhCurve: 'brainpoolP256r1' }, { ok: true }],
    ['a server with the largest curve alone', 'rsa', { ...EPHEMERAL, ecdhCurve: 'P-521' }, { ok: true }],
    [
      'a server with ephemeral Diffie-Hellman alone',
      'rsa',
      { ciphers: 'DHE-RSA-AES128-GCM-SHA256', dhparam: 'auto', maxVersion: 'TLSv1.2' },
      { cipher: 'DHE-RSA-AES128-GCM-SHA256' },
    ],
    [
      'a server with signatures by SHA-1 alone',
      'rsa',
      { sigalgs: 'RSA+SHA1', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256@SECLEVEL=0', maxVersion: 'TLSv1.2' },
      { ok: true },
    ],
    [
      'a server with signatures by RSA-PSS alone',
      'rsa',
      { ...EPHEMERAL, sigalgs: 'rsa_pss_rsae_sha512' },
      { ok: true },
    ],
  ])('%s', async (_, kind, server, expected) => {
    const reading = await read(kind, server);
    expect(reading).toMatchObject({ ok: true, ...expected });
    const sent = certificatesIn(issued[kind].fullChain).map((pem) => new X509Certificate(pem).raw.toString('base64'));
    expect(reading.ok && buffers(reading.certificates)).toEqual(sent);
  });

  it('the plainer hello is answered as well, with an old cipher', async () => {
    expect(await read('rsa', OLD, { plain: true })).toMatchObject({
      ok: true,
      protocol: 'TLSv1.2',
      cipher: 'CAMELLIA256-SHA',
    });
  });

  it('servers that have TLS 1.3 alone refuse it as such', async () => {
    expect(await read('ec', { minVersion: 'TLSv1.3' })).toEqual({ ok: false, why: 'alert', alert: 70 });
  });

  it('servers with no cipher in common refuse it as such', async () => {
    const server: Server = { ciphers: 'PSK-AES128-CBC-SHA', maxVersion: 'TLSv1.2' };
    expect(await read('rsa', server)).toEqual({ ok: false, why: 'alert', alert: 40 });
  });
});

it('certificates are read as they are sent: out of order, twice, and with strangers among them', async () => {
  const stranger = await createAuthority({ name: 'Stranger' });
  const { certificate, key, fullChain, der } = await ca.issue({ name: 'localhost', names: ['localhost'] });
  const sent = [certificate, stranger.certificate, fullChain, ca.certificate, stranger.certificate].join('');
  const running = await startTlsServer({ certificate: sent, key });
  const reading = await readingOf(running);
  await running.close();
  const ders = [der, stranger.der, der, ca.der, stranger.der];
  expect(reading.ok && buffers(reading.certificates)).toEqual(buffers(ders));
});

describe('the stapled OCSP response is read', () => {
  const stapling = async (answer: Buffer) => {
    const server = createServer({ cert: issued.ec.fullChain, key: issued.ec.key });
    server.on('OCSPRequest', (_certificate, _issuer, callback) => callback(null, answer));
    const running = await listening(server);
    const reading = await readingOf(running);
    await running.close();
    return reading;
  };

  it('byte for byte', async () => {
    expect(await stapling(STAPLE)).toMatchObject({ ok: true, staple: new Uint8Array(STAPLE) });
  });

  it('as absent where it is empty', async () => {
    expect(await stapling(Buffer.alloc(0))).not.toHaveProperty('staple');
  });

  it('as absent where none is stapled', async () => {
    expect(await read('ec', {})).not.toHaveProperty('staple');
  });
});

it('a server that insists on an application protocol is offered it', async () => {
  const server: Server = { ALPNProtocols: ['xmpp-client'] };
  expect(await read('ec', server, { ALPNProtocols: ['xmpp-client'] })).toMatchObject({ ok: true });
  expect(await read('ec', server, { ALPNProtocols: ['h2'] })).toEqual({ ok: false, why: 'alert', alert: 120 });
});

describe('the server is asked for', () => {
  it.each<[string, Partial<Ask>, string[]]>([
    ['the name', { servername: 'www.example.com' }, ['www.example.com']],
    ['the name by the plainer hello', { servername: 'www.example.com', plain: true }, ['www.example.com']],
    ['no IPv4 address', { servername: '192.0.2.1' }, []],
    ['no IPv6 address', { servername: '2001:db8::1' }, []],
    ['nothing where no name is given', {}, []],
  ])('%s', async (_, ask, seen) => {
    await withServer('ec', {}, async (running) => {
      await readingOf(running, ask);
      expect(running.seen).toEqual(seen);
    });
  });

  it('names of every length', async () => {
    await withServer('ec', {}, async (running) => {
      const names = Array.from({ length: 250 }, (_, i) =>
        'n.'
          .repeat(126)
          .slice(0, i + 1)
          .replace(/\.$/, 'n'),
      );
      for (const servername of names) expect(await readingOf(running, { servername })).toMatchObject({ ok: true });
      expect(running.seen).toEqual(names);
    });
  });
});

describe('a cipher has the name that Node gives it', () => {
  const offered = [...CIPHER_NAMES.values()].filter(isInNode);

  it('of which there are many', () => {
    expect(offered.length).toBeGreaterThan(25);
  });

  it.each(offered.filter((name) => !name.includes('DSS')))('%s', async (cipher) => {
    const server = { ...OLD, maxVersion: 'TLSv1.2', dhparam: 'auto', ciphers: `${cipher}@SECLEVEL=0` } as const;
    await withServer(cipher.includes('ECDSA') ? 'ec' : 'rsa', server, async (running) => {
      expect(await readingOf(running)).toMatchObject({ ok: true, cipher: await nodesName(running.port, cipher) });
    });
  });
});

function nodesName(port: number, cipher: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', ciphers: `${cipher}@SECLEVEL=0`, rejectUnauthorized: false } as const;
    const socket = connect(options, () => {
      resolve(socket.getCipher().name);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

/** Which of the old ones there are depends on how its OpenSSL was built. */
function isInNode(cipher: string): boolean {
  try {
    createSecureContext({ ciphers: `${cipher}@SECLEVEL=0` });
    return true;
  } catch {
    return false;
  }
}
