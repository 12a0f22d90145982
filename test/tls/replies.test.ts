import fc from 'fast-check';
import { type OnRequest, TLS_ON_REQUEST } from '../../lambda/core/protocol';
import { DIALOGUES } from '../../lambda/tls/dialogues';
import { readExtendedResponse } from '../../lambda/tls/replies/ldap';
import * as mysql from '../../lambda/tls/replies/mysql';
import * as postgres from '../../lambda/tls/replies/postgres';
import { readConfirm } from '../../lambda/tls/replies/rdp';
import { readPreLogin } from '../../lambda/tls/replies/tds';
import { FOREIGN, type ReadReply, type Reply } from '../../lambda/tls/reply';
import { SCRIPTS } from '../servers/scripts';

const PROTOCOLS = Object.keys(TLS_ON_REQUEST) as OnRequest[];

/** Each reply that a good server of some protocol gives, with the reader that it is meant for. */
const REPLIES = PROTOCOLS.flatMap((protocol) => {
  const { greeting, turns } = SCRIPTS[protocol];
  const said = [...(greeting === undefined || protocol === 'irc' ? [] : [greeting]), ...turns.map(([, says]) => says)];
  const readers = DIALOGUES[protocol].steps.flatMap(({ reads }) => (reads === undefined ? [] : [reads]));
  return readers.map((reads, i) => [protocol, i + 1, reads, Buffer.from(said[i] ?? '')] as const);
});

function hostile(good: Buffer): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)),
    { arbitrary: mutated(fc.constant(good)), weight: 2 },
    mutated(fc.constantFrom(...REPLIES.map(([, , , bytes]) => bytes))),
  );
}

test.each(REPLIES)('%s, reply %i: is read from its last byte on, and waited for until then', (_, __, reads, reply) => {
  const whole = reads(reply);
  expect(whole).toEqual({ is: 'go-ahead', end: reply.length });
  for (let length = 0; length < reply.length; length++) {
    expect([length, reads(reply.subarray(0, length)).is]).toEqual([length, 'incomplete']);
  }
});

test.each(REPLIES)(
  '%s, reply %i: is read from any bytes without an error, to an end within them',
  (_, __, reads, good) => {
    fc.assert(
      fc.property(hostile(good), (bytes) => {
        const reply = reads(Buffer.from(bytes));
        return sane(reply, bytes.length);
      }),
      { numRuns: 500 },
    );
  },
);

test.each(REPLIES)('%s, reply %i: what has been decided stays so, whatever comes after', (protocol, _, reads, good) => {
  fc.assert(
    fc.property(hostile(good), fc.uint8Array({ minLength: 1, maxLength: 50 }), (bytes, more) => {
      const before = reads(Buffer.from(bytes));
      // PostgreSQL's one letter is no answer but when it stands alone; no reader but its own may depend on what follows.
      if (before.is === 'incomplete' || (protocol === 'postgres' && bytes.length === 1)) return true;
      return JSON.stringify(reads(Buffer.concat([bytes, more]))) === JSON.stringify(before);
    }),
    { numRuns: 500 },
  );
});

test.each(REPLIES)('%s, reply %i: 16 KiB of anything are read in no time', (_, __, reads) => {
  const nasty = ['<', '<a', '<features ', '<stream:stream ', '<proceed', '2', '220-\n', ':a ', '* OK ', '"', '\0', ' '];
  for (const text of nasty) {
    const bytes = Buffer.from(text.repeat(16_384 / text.length));
    expect([text, timeOf(reads, bytes) < 100]).toEqual([text, true]);
  }
});

test.each<[string, ReadReply, string, Reply]>([
  ['a packet of MySQL that never ends', mysql.readHandshake, 'ffffff00 0a', FOREIGN],
  ['an empty packet of MySQL', mysql.readHandshake, '00000000', FOREIGN],
  ['a hand-shake of MySQL that ends in its version', mysql.readHandshake, '05000000 0a382e3000', FOREIGN],
  ['a MySQL of the last century', mysql.readHandshake, '02000000 0900', { is: 'not-offered', lacks: 'CLIENT_SSL' }],
  ['options of PRELOGIN without an end', readPreLogin, '0401000d 00000100 00000b0006', FOREIGN],
  [
    'options of PRELOGIN without encryption',
    readPreLogin,
    '04010009 00000100 ff',
    { is: 'not-offered', lacks: 'ENCRYPTION' },
  ],
  ['an encryption that stands nowhere', readPreLogin, '0401000e 00000100 01ffff0001 ff', FOREIGN],
  ['a packet of TDS shorter than its header', readPreLogin, '04010007 00000100', FOREIGN],
  [
    'RDP that insists on its own security',
    readConfirm,
    '03000013 0ed00000123400 02000800 00000000',
    { is: 'denied', says: 'PROTOCOL_RDP' },
  ],
  [
    'a confirmation of RDP with neither answer nor failure',
    readConfirm,
    '03000013 0ed00000123400 04000800 01000000',
    FOREIGN,
  ],
  [
    'an error of PostgreSQL without a text',
    postgres.readSslAnswer,
    '45 00000005 00',
    { is: 'turned-away', says: 'an error' },
  ],
  ['an error of PostgreSQL that never ends', postgres.readSslAnswer, '45 7fffffff 00', FOREIGN],
  ['a length of five bytes in LDAP', readExtendedResponse, '3085 0000000001 00', FOREIGN],
  ['a search result where a response should be', readExtendedResponse, '300c 020101 6507 0a0100 0400 0400', FOREIGN],
])('%s', (_, reads, bytes, reply) => {
  expect(reads(Buffer.from(bytes.replace(/ /g, ''), 'hex'))).toEqual(reply);
});

function timeOf(reads: ReadReply, bytes: Buffer): number {
  const began = performance.now();
  reads(bytes);
  return performance.now() - began;
}

function sane(reply: Reply, length: number): boolean {
  switch (reply.is) {
    case 'go-ahead':
      return reply.end > 0 && reply.end <= length;
    case 'denied':
    case 'turned-away':
      return typeof reply.says === 'string';
    case 'not-offered':
      return reply.lacks !== '';
    case 'incomplete':
    case 'foreign':
      return true;
    default:
      return reply satisfies never;
  }
}

/** A good reply with some of its bytes replaced, and its end cut off. */
function mutated(good: fc.Arbitrary<Buffer>): fc.Arbitrary<Uint8Array> {
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 });
  return fc.tuple(good, changes, fc.nat()).map(([bytes, edits, cut]) => {
    const copy = Uint8Array.from(bytes);
    for (const [at, byte] of edits) copy[at % Math.max(1, copy.length)] = byte;
    return copy.subarray(0, cut % 2 === 0 ? copy.length : cut % (copy.length + 1));
  });
}
