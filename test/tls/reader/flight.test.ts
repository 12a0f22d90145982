import { startListening } from '../../../lambda/tls/reader/listen';
import type { Reading } from '../../../lambda/tls/reader/read';
import * as flight from './flight-writer';
import { alert, certificateMessage, message, records, serverHello, uint, vector } from './flight-writer';

const { CERTIFICATE, CERTIFICATES, DONE, FULL, HELLO_REQUEST, KEY_EXCHANGE, REQUEST, STAPLE } = flight;

/** What comes of these bytes; undefined where more is awaited. */
function heard(...bytes: readonly Uint8Array[]): Reading | undefined {
  return startListening().hear(Buffer.concat(bytes));
}

const hands = (...messages: readonly Uint8Array[]) => records(Buffer.concat(messages));
const certificates = CERTIFICATES.map((der) => new Uint8Array(der));
const READ = { ok: true, protocol: 'TLSv1.2', cipher: 'ECDHE-RSA-AES128-GCM-SHA256', certificates };
const PLAIN = { ...READ, clientCertificate: false };

describe('a flight is read', () => {
  it.each<[string, Uint8Array, Reading | object]>([
    ['with all that may come', hands(FULL), { ...READ, staple: new Uint8Array(STAPLE), clientCertificate: true }],
    ['with what has to come', hands(serverHello(), CERTIFICATE, DONE), PLAIN],
    ['without a session', hands(serverHello({ session: 0 }), CERTIFICATE, DONE), PLAIN],
    ['with extensions', hands(serverHello({ extensions: Buffer.alloc(40) }), CERTIFICATE, DONE), PLAIN],
    [
      'with a request for a client certificate',
      hands(serverHello(), CERTIFICATE, REQUEST, DONE),
      { ...READ, clientCertificate: true },
    ],
    ['with an empty staple', hands(serverHello(), CERTIFICATE, message(22, Buffer.of(1, 0, 0, 0)), DONE), PLAIN],
    [
      'with a request for renegotiation in it',
      hands(HELLO_REQUEST, serverHello(), HELLO_REQUEST, CERTIFICATE, DONE),
      PLAIN,
    ],
    ['with a record for each byte', records(Buffer.concat([serverHello(), CERTIFICATE, DONE]), 1), PLAIN],
    [
      'after the warning unrecognized_name',
      Buffer.concat([alert(1, 112), hands(serverHello(), CERTIFICATE, DONE)]),
      PLAIN,
    ],
    [
      'after many warnings',
      Buffer.concat([...Array.from({ length: 500 }, () => alert(1, 112)), hands(serverHello(), CERTIFICATE, DONE)]),
      PLAIN,
    ],
    [
      'with a warning in the middle of a message',
      Buffer.concat([
        hands(serverHello(), CERTIFICATE.subarray(0, 9)),
        alert(1, 90),
        hands(CERTIFICATE.subarray(9), DONE),
      ]),
      PLAIN,
    ],
    [
      'with a warning in two records',
      Buffer.concat([records(Buffer.of(1, 112), 1, 21), hands(serverHello(), CERTIFICATE, DONE)]),
      PLAIN,
    ],
    [
      'with anything at all after its end',
      Buffer.concat([hands(serverHello(), CERTIFICATE, DONE), Buffer.alloc(400_000, 0xff)]),
      PLAIN,
    ],
    [
      'of SSL 3.0',
      hands(serverHello({ version: 0x0300, cipher: 5 }), CERTIFICATE, DONE),
      { ...PLAIN, protocol: 'SSLv3', cipher: 'RC4-SHA' },
    ],
    [
      'of 32 certificates',
      hands(serverHello(), certificateMessage(...Array.from({ length: 32 }, () => Buffer.of(1))), DONE),
      { ...PLAIN, certificates: Array.from({ length: 32 }, () => Uint8Array.of(1)) },
    ],
    [
      'of a chain of a hundred KiB',
      hands(serverHello(), certificateMessage(Buffer.alloc(100_000)), DONE),
      { ...PLAIN, certificates: [new Uint8Array(100_000)] },
    ],
  ])('%s', (_, bytes, expected) => {
    expect(heard(bytes)).toEqual(expected);
  });
});

describe('more is awaited', () => {
  it.each<[string, Uint8Array]>([
    ['at the beginning', Buffer.alloc(0)],
    ['after half a header', Buffer.of(22, 3)],
    ['after the hello', hands(serverHello())],
    ['after the certificates, since no client could go on from there', hands(serverHello(), CERTIFICATE, KEY_EXCHANGE)],
    ['after half an alert', records(Buffer.of(2), 1, 21)],
    ['after a record of no contents', Buffer.of(22, 3, 3, 0, 0)],
  ])('%s', (_, bytes) => {
    expect(heard(bytes)).toBeUndefined();
  });
});

const malformed = (problem: string) => ({ ok: false, why: 'malformed', problem });
const tooMuch = (problem: string) => ({ ok: false, why: 'too-much', problem });
const ENDS = malformed('sends a TLS message that ends in the middle');

describe('there is no reading', () => {
  it.each<[string, Uint8Array, object]>([
    ['of a fatal alert', alert(2, 40), { ok: false, why: 'alert', alert: 40 }],
    [
      'of one after a warning in the same record',
      records(Buffer.of(1, 112, 2, 80), 4, 21),
      { ok: false, why: 'alert', alert: 80 },
    ],
    [
      'of one after the certificates',
      Buffer.concat([hands(serverHello(), CERTIFICATE), alert(2, 80)]),
      { ok: false, why: 'alert', alert: 80 },
    ],
    ['of a farewell', alert(1, 0), { ok: false, why: 'closed' }],
    ['of a farewell that pretends to be fatal', alert(2, 0), { ok: false, why: 'closed' }],
    ['of an alert without a level', alert(0, 40), malformed('sends a TLS alert of a level that does not exist')],
    [
      'of our own hello sent back',
      hands(message(1, Buffer.alloc(40))),
      malformed('sends a TLS message of type 1 where it has no place'),
    ],
    [
      'of certificates without a hello',
      hands(CERTIFICATE),
      malformed('sends a TLS message of type 11 where it has no place'),
    ],
    [
      'of an end without certificates',
      hands(serverHello(), DONE),
      malformed('sends a TLS message of type 14 where it has no place'),
    ],
    [
      'of two hellos',
      hands(serverHello(), serverHello()),
      malformed('sends a TLS message of type 2 where it has no place'),
    ],
    [
      'of certificates twice',
      hands(serverHello(), CERTIFICATE, CERTIFICATE),
      malformed('sends a TLS message of type 11 where it has no place'),
    ],
    [
      'of TLS 1.3 without having been asked',
      hands(serverHello({ version: 0x0304 })),
      malformed('answers with a TLS version that was not offered'),
    ],
    [
      'of a cipher that was not offered',
      hands(serverHello({ cipher: 0x1301 })),
      malformed('answers with a cipher that was not offered'),
    ],
    [
      'of a compression that was not offered',
      hands(serverHello({ compression: 1 })),
      malformed('answers with a compression that was not offered'),
    ],
    [
      'of a session longer than any',
      hands(serverHello({ session: 33 })),
      malformed('answers with a session of more than 32 bytes'),
    ],
    ['of a hello without an end', hands(message(2, serverHello().subarray(4, 40))), ENDS],
    ['of a hello of nothing', hands(message(2, Buffer.alloc(0))), ENDS],
    [
      'of no certificates',
      hands(serverHello(), certificateMessage()),
      malformed('sends a list of certificates with none in it'),
    ],
    [
      'of a certificate of nothing',
      hands(serverHello(), certificateMessage(Buffer.alloc(0))),
      malformed('sends a certificate without a byte in it'),
    ],
    ['of a certificate longer than its list', hands(serverHello(), message(11, vector(3, uint(3, 9)))), ENDS],
    ['of a list longer than its message', hands(serverHello(), message(11, uint(3, 9))), ENDS],
    [
      'of a list shorter than its message',
      hands(serverHello(), message(11, Buffer.from('0000000000', 'hex'))),
      malformed('sends something else after its certificates'),
    ],
    [
      'of a staple of another kind',
      hands(serverHello(), CERTIFICATE, message(22, Buffer.of(2, 0, 0, 0))),
      malformed('staples a status of a kind that was not asked for'),
    ],
    [
      'of a staple shorter than its message',
      hands(serverHello(), CERTIFICATE, message(22, Buffer.of(1, 0, 0, 0, 0))),
      malformed('sends something else after the status that it staples'),
    ],
    [
      'of ciphered records after the hello',
      Buffer.concat([hands(serverHello()), records(Buffer.of(1), 1, 23)]),
      malformed('sends a TLS record of type 23 before its hello is done'),
    ],
    [
      'of a version that does not exist after the hello',
      Buffer.concat([hands(serverHello()), Buffer.of(22, 2)]),
      malformed('sends a TLS record of a version that does not exist'),
    ],
    [
      'of a record that is too long after the hello',
      Buffer.concat([hands(serverHello()), Buffer.of(22, 3, 3, 0x48, 1)]),
      malformed('sends a TLS record of 18433 bytes, longer than any may be'),
    ],
    [
      'of 33 certificates',
      hands(serverHello(), certificateMessage(...Array.from({ length: 33 }, () => Buffer.of(1)))),
      tooMuch('sends more than 32 certificates; no more are read'),
    ],
    [
      'of a megabyte of certificates',
      hands(serverHello(), certificateMessage(Buffer.alloc(1_000_000))),
      tooMuch('sends a TLS message of 1000006 bytes; at most 131072 are read'),
    ],
    [
      'of warnings without end',
      Buffer.concat(Array.from({ length: 40_000 }, () => alert(1, 112))),
      tooMuch('sends more than 262144 bytes before its hello is done'),
    ],
    [
      'of key exchanges without end',
      hands(serverHello(), CERTIFICATE, ...Array.from({ length: 900 }, () => KEY_EXCHANGE)),
      tooMuch('sends more than 262144 bytes before its hello is done'),
    ],
    [
      'of an end that comes after too many bytes, though in the same piece',
      hands(serverHello(), CERTIFICATE, ...Array.from({ length: 900 }, () => KEY_EXCHANGE), DONE),
      tooMuch('sends more than 262144 bytes before its hello is done'),
    ],
    [
      'of records of no contents without end',
      Buffer.concat(Array.from({ length: 60_000 }, () => Buffer.of(22, 3, 3, 0, 0))),
      tooMuch('sends more than 262144 bytes before its hello is done'),
    ],
    [
      'of HTTP',
      Buffer.from('HTTP/1.1 400 Bad Request\r\nDate: today\r\n'),
      { ok: false, why: 'not-tls', words: 'HTTP/1.1 400' },
    ],
    [
      'of SMTP',
      Buffer.from('220 mail.example.com ESMTP Postfix\r\n'),
      { ok: false, why: 'not-tls', words: '220 mail.example.com ESMTP' },
    ],
    ['of MySQL', Buffer.from('4a0000000a382e302e33', 'hex'), { ok: false, why: 'not-tls' }],
    ['of SSL 2.0', Buffer.from('802e0400010002', 'hex'), { ok: false, why: 'not-tls' }],
    ['of a first record that is too long', Buffer.of(22, 3, 3, 0x48, 1), { ok: false, why: 'not-tls' }],
    ['of a line without end', Buffer.alloc(100_000, 'x'), { ok: false, why: 'not-tls', words: 'x'.repeat(60) }],
    ['of controls among words', Buffer.from('220 \u001b[31mred'), { ok: false, why: 'not-tls' }],
  ])('%s', (_, bytes, expected) => {
    expect(heard(bytes)).toEqual(expected);
  });
});

describe('words without the end of their line', () => {
  const listener = startListening();

  it('may go on', () => {
    expect(listener.hear(Buffer.from('SSH-2.0-'))).toBeUndefined();
    expect(listener.isForeign()).toBe(true);
  });

  it('are what there is when nothing more comes', () => {
    expect(listener.end({ ok: false, why: 'timed-out' })).toEqual({ ok: false, why: 'not-tls', words: 'SSH-2.0-' });
  });

  it('are complete with the end of their line', () => {
    expect(listener.hear(Buffer.from('Cisco\r\n'))).toEqual({ ok: false, why: 'not-tls', words: 'SSH-2.0-Cisco' });
  });
});
