import { createServer } from 'node:tls';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { clientHello } from '../../../lambda/tls/reader/client-hello';
import { startFlight } from '../../../lambda/tls/reader/flight';
import { startListening } from '../../../lambda/tls/reader/listen';
import type { Reading } from '../../../lambda/tls/reader/read';
import { certificates13, sealed, serverHello13 } from '../../../lambda/tls/reader/sealed';
import { Malformed, TooMuch } from '../../../lambda/tls/reader/unfit';
import { createAuthority, type Issued } from '../../servers/certificates';
import { listening } from '../../servers/running';
import { startTlsServer } from '../../servers/tls-server';
import { alert, DONE, message, records, serverHello, uint, vector } from './flight-writer';
import { buffers, connected, readingOf } from './scene';

let issuing: Issued;
let issued: Issued;
/** A hello, and what a real server answered to this very one. */
let hello: Uint8Array;
let flight: Buffer;

beforeAll(async () => {
  issuing = await (await createAuthority({ name: 'Test CA' })).issue({ name: 'Issuing CA', intermediate: true });
  issued = await issuing.issue({ name: 'localhost', names: ['localhost'] });
  hello = clientHello({ servername: 'localhost', sealed: true });
  flight = await answerTo(hello);
});

type Options = Omit<Parameters<typeof startTlsServer>[0], 'certificate' | 'key'>;

function serve(options: Options = {}) {
  return startTlsServer({ certificate: issued.fullChain, key: issued.key, minVersion: 'TLSv1.3', ...options });
}

async function readingFrom(options: Options): Promise<Reading> {
  const server = await serve(options);
  const reading = await readingOf(server, { servername: 'localhost', sealed: true });
  await server.close();
  return reading;
}

async function answerTo(bytes: Uint8Array): Promise<Buffer> {
  const server = await serve();
  const socket = await connected(server);
  socket.write(bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) {
    chunks.push(chunk);
    if (heard(Buffer.concat(chunks))?.ok) break;
  }
  await server.close();
  return Buffer.concat(chunks);
}

/** What comes of bytes in these pieces; undefined where more is awaited. */
function heard(...pieces: readonly Uint8Array[]): Reading | undefined {
  const listener = startListening(startFlight(sealed(hello)));
  for (const piece of pieces) {
    const reading = listener.hear(piece);
    if (reading !== undefined) return reading;
  }
  return undefined;
}

describe('the certificates of a server of TLS 1.3 alone are read', () => {
  it.each(['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'])(
    'by %s, byte for byte',
    async (cipher) => {
      const reading = await readingFrom({ ciphers: cipher });
      expect(reading).toMatchObject({ ok: true, protocol: 'TLSv1.3', cipher, clientCertificate: false });
      expect(reading.ok && buffers(reading.certificates)).toEqual(buffers([issued.der, issuing.der]));
    },
  );

  it('also where there is TLS 1.2 as well', async () => {
    expect(await readingFrom({ minVersion: 'TLSv1.2' })).toMatchObject({ ok: true, protocol: 'TLSv1.3' });
  });

  it('with its wish for a client certificate', async () => {
    expect(await readingFrom({ requestCert: true })).toMatchObject({ ok: true, clientCertificate: true });
  });

  it('with its staple', async () => {
    const staple = Buffer.from('any bytes that a server takes for an OCSP response');
    const server = createServer({ cert: issued.fullChain, key: issued.key, minVersion: 'TLSv1.3' });
    server.on('OCSPRequest', (_certificate, _issuer, callback) => callback(null, staple));
    server.on('tlsClientError', (_, socket) => socket.destroy());
    const running = await listening(server);
    const reading = await readingOf(running, { servername: 'localhost', sealed: true });
    await running.close();
    expect(reading).toMatchObject({ ok: true, staple: new Uint8Array(staple) });
  });

  it('in a flight cut anywhere', () => {
    const whole = heard(flight);
    expect(whole?.ok).toBe(true);
    const places = [...flight.keys()].slice(1);
    const differ = places.filter((at) => {
      return !isDeepStrictEqual(heard(flight.subarray(0, at), flight.subarray(at)), whole);
    });
    expect(differ).toEqual([]);
  });

  it('of many large certificates, over many records', async () => {
    const names = Array.from({ length: 100 }, (_, i) => `n${i}.example.com`);
    const large = await issuing.issue({ name: 'large', names });
    const certificate = issued.certificate + large.certificate.repeat(30);
    const server = await startTlsServer({ certificate, key: issued.key, minVersion: 'TLSv1.3' });
    const reading = await readingOf(server, { servername: 'localhost', sealed: true });
    await server.close();
    expect(reading.ok && buffers(reading.certificates)).toEqual(buffers([issued.der, ...Array(30).fill(large.der)]));
  });
});

describe('there is no reading', () => {
  it('of a server that has no TLS 1.3', async () => {
    const reading = await readingFrom({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
    expect(reading).toEqual({ ok: false, why: 'alert', alert: 70 });
  });

  it('of a server that has another group alone', async () => {
    expect(await readingFrom({ ecdhCurve: 'P-384' })).toEqual({ ok: false, why: 'alert', alert: 40 });
  });

  const extensions = (version: number, group: number, share: Uint8Array) =>
    Buffer.concat([
      ...[uint(2, 43), vector(2, uint(2, version))],
      ...[uint(2, 51), vector(2, Buffer.concat([uint(2, group), vector(2, share)]))],
    ]);
  const good = extensions(0x0304, 29, Buffer.alloc(32, 9));
  const answer = (of: Parameters<typeof serverHello>[0]) => serverHello({ cipher: 0x1301, extensions: good, ...of });
  const RETRY = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');
  const retry = () => {
    const bytes = answer({});
    RETRY.copy(bytes, 6);
    return bytes;
  };

  it.each<[string, () => Uint8Array, string]>([
    ['asks for another share', () => records(retry()), 'asks for a key share of another group'],
    [
      'answers with a cipher of TLS 1.2',
      () => records(answer({ cipher: 0xc02f })),
      'answers with a cipher that was not offered',
    ],
    [
      'answers with TLS 1.2',
      () => records(answer({ extensions: extensions(0x0303, 29, Buffer.alloc(32, 9)) })),
      'answers with a TLS version that was not offered',
    ],
    [
      'answers without a version',
      () => records(answer({ extensions: Buffer.alloc(0) })),
      'answers with a TLS version that was not offered',
    ],
    [
      'has a share of another group',
      () => records(answer({ extensions: extensions(0x0304, 23, Buffer.alloc(65, 4)) })),
      'answers with a key share that was not asked for',
    ],
    [
      'has a share of zeros, which would make the key known to all',
      () => records(answer({ extensions: extensions(0x0304, 29, Buffer.alloc(32)) })),
      'answers with a key share that is none',
    ],
    [
      'goes on in the clear in the same record',
      () => records(Buffer.concat([answer({}), DONE])),
      'sends a TLS message in the clear that has to be encrypted',
    ],
    [
      'goes on in the clear in the next record',
      () => Buffer.concat([records(answer({})), records(DONE)]),
      'sends a TLS message in the clear that has to be encrypted',
    ],
    [
      'encrypts with another key',
      () => Buffer.concat([records(answer({})), records(Buffer.alloc(40), 40, 23)]),
      'sends an encrypted TLS record that cannot be decrypted',
    ],
    [
      'encrypts nothing',
      () => Buffer.concat([records(answer({})), records(Buffer.alloc(4), 4, 23)]),
      'sends an encrypted TLS record that cannot be decrypted',
    ],
    ['begins with something else', () => records(DONE), 'sends a TLS message of type 14 where it has no place'],
  ])('where a server %s', (_, bytes, problem) => {
    expect(heard(bytes())).toEqual({ ok: false, why: 'malformed', problem });
  });

  it('where a server refuses', () => {
    expect(heard(alert(2, 40))).toEqual({ ok: false, why: 'alert', alert: 40 });
  });

  it('of certificates that anybody changed on the way', () => {
    const end = heard(flight);
    const start = records(serverHello()).length;
    const property = fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const bytes = Uint8Array.from(flight);
      const place = start + (at % (bytes.length - start));
      bytes[place] = (bytes[place] ?? 0) ^ by;
      const reading = heard(bytes);
      return !reading?.ok || isDeepStrictEqual(reading, end);
    });
    fc.assert(property, { numRuns: 2_000 });
  });
});

it('a parser throws nothing but what says what is wrong', () => {
  const parsers = [serverHello13, certificates13, (bytes: Uint8Array) => heard(records(message(2, bytes)))];
  const property = fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) =>
    parsers.every((parse) => {
      try {
        parse(bytes);
        return true;
      } catch (error) {
        return error instanceof Malformed || error instanceof TooMuch;
      }
    }),
  );
  fc.assert(property, { numRuns: 2_000 });
});
