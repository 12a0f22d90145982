import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { alertAt } from '../../../lambda/tls/reader/alerts';
import { startListening } from '../../../lambda/tls/reader/listen';
import { certificateList, certificateStatus, messageAt, serverHello } from '../../../lambda/tls/reader/messages';
import type { Reading } from '../../../lambda/tls/reader/read';
import { recordAt } from '../../../lambda/tls/reader/records';
import { Malformed, NotTls, TooMuch } from '../../../lambda/tls/reader/unfit';
import { createAuthority } from '../../servers/certificates';
import { startTlsServer } from '../../servers/tls-server';
import { alert, FULL, records } from './flight-writer';
import { captured } from './scene';

/** First flights: of real servers, and one with everything that may come. */
const flights: Buffer[] = [];

beforeAll(async () => {
  const ca = await createAuthority({ name: 'Test CA' });
  for (const key of ['ec', 'rsa'] as const) {
    const { fullChain: certificate, key: pem } = await ca.issue({ name: 'localhost', names: ['localhost'], key });
    for (const requestCert of [false, true]) {
      const server = await startTlsServer({ certificate, key: pem, requestCert });
      flights.push(await captured(server));
      await server.close();
    }
  }
  flights.push(records(FULL), records(FULL, 100), Buffer.concat([alert(1, 112), records(FULL, 999)]));
});

/** The reading of bytes that come in these pieces and then end. */
function reading(pieces: readonly Uint8Array[]): Reading {
  const listener = startListening();
  for (const piece of pieces) {
    const heard = listener.hear(piece);
    if (heard !== undefined) return heard;
  }
  return listener.end({ ok: false, why: 'closed' });
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [...new Set([0, ...places.map((place) => place % bytes.length), bytes.length])].sort((a, b) => a - b);
  return at.slice(1).map((end, i) => Uint8Array.from(bytes.subarray(at[i], end)));
}

/** Fit to be shown, and within its bounds. */
function isFit(read: Reading): boolean {
  if (read.ok) return read.certificates.length > 0 && read.certificates.length <= 32;
  if (read.why === 'failed') return false;
  if (read.why === 'not-tls') return read.words === undefined || /^[\x20-\x7e]{1,60}$/.test(read.words);
  return !('problem' in read) || /^[\x20-\x7e]{1,100}$/.test(read.problem);
}

const anyFlight = fc.nat().map((i) => flights[i % flights.length] ?? Buffer.alloc(0));
const anyBytes = fc.uint8Array({ maxLength: 300 });
const anyPlaces = fc.array(fc.nat(10_000), { maxLength: 20 });
const anyChanges = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });

function changed(flight: Uint8Array, changes: readonly [number, number][]): Uint8Array {
  const bytes = Uint8Array.from(flight);
  for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
  return bytes;
}

describe('the reading is the same', () => {
  it('of a real flight wherever it is cut in two', () => {
    for (const flight of flights) {
      const whole = reading([flight]);
      expect(whole.ok).toBe(true);
      const places = [...flight.keys()].slice(1);
      expect(places.filter((at) => !isDeepStrictEqual(reading(cut(flight, [at])), whole))).toEqual([]);
    }
  });

  it('of a real flight a byte at a time', () => {
    for (const flight of flights) expect(reading(cut(flight, [...flight.keys()]))).toEqual(reading([flight]));
  });

  it('of a changed flight in any pieces', () => {
    const property = fc.property(anyFlight, anyChanges, anyPlaces, (flight, changes, places) => {
      const bytes = changed(flight, changes);
      return isDeepStrictEqual(reading(cut(bytes, places)), reading([bytes]));
    });
    fc.assert(property, { numRuns: 3_000 });
  });

  it('of arbitrary bytes in any pieces', () => {
    const property = fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), anyPlaces, (bytes, places) => {
      return isDeepStrictEqual(reading(cut(bytes, places)), reading([bytes]));
    });
    fc.assert(property, { numRuns: 3_000 });
  });

  it('of the same messages in records of any size', () => {
    const property = fc.property(fc.integer({ min: 1, max: 2 ** 14 }), (size) => {
      return isDeepStrictEqual(reading([records(FULL, size)]), reading([records(FULL)]));
    });
    fc.assert(property, { numRuns: 300 });
  });
});

describe('a reading is fit to be shown', () => {
  it('of arbitrary bytes', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => isFit(reading([bytes]))),
      { numRuns: 5_000 },
    );
  });

  it('of arbitrary bytes in records', () => {
    const types = fc.constantFrom(21, 22);
    const property = fc.property(fc.array(fc.tuple(types, anyBytes), { maxLength: 5 }), (each) =>
      isFit(reading(each.map(([type, bytes]) => records(bytes, 100, type)))),
    );
    fc.assert(property, { numRuns: 3_000 });
  });

  it('of a changed flight', () => {
    const property = fc.property(anyFlight, anyChanges, (flight, changes) =>
      isFit(reading([changed(flight, changes)])),
    );
    fc.assert(property, { numRuns: 5_000 });
  });

  it('of a flight with a piece cut out, put in or put elsewhere', () => {
    const property = fc.property(anyFlight, fc.nat(), fc.nat(), anyBytes, (flight, a, b, put) => {
      const [from, to] = [a % flight.length, b % flight.length];
      return isFit(reading([flight.subarray(0, from), put, flight.subarray(to)]));
    });
    fc.assert(property, { numRuns: 3_000 });
  });
});

describe('a parser throws nothing but what says what is wrong', () => {
  it.each<[string, (bytes: Uint8Array) => unknown]>([
    ['of records', (bytes) => recordAt(bytes, true) ?? recordAt(bytes, false)],
    ['of messages', messageAt],
    ['of alerts', alertAt],
    ['of the hello', serverHello],
    ['of certificates', certificateList],
    ['of staples', certificateStatus],
  ])('%s', (_, parse) => {
    const property = fc.property(anyBytes, (bytes) => {
      try {
        parse(bytes);
        return true;
      } catch (error) {
        return error instanceof Malformed || error instanceof TooMuch || error instanceof NotTls;
      }
    });
    fc.assert(property, { numRuns: 2_000 });
  });
});

describe('a hostile flight costs little', () => {
  const HALF = 128 * 1024;
  const EMPTY_RECORD = Buffer.of(22, 3, 3, 0, 0);

  it.each<[string, () => Uint8Array[]]>([
    [
      'one byte at a time, in a message without end',
      () => cut(records(Buffer.concat([Buffer.of(2, 1, 255, 255), Buffer.alloc(HALF)])), [...Array(HALF).keys()]),
    ],
    ['in records of one byte', () => [records(Buffer.concat([Buffer.of(2, 1, 255, 255), Buffer.alloc(42_000)]), 1)]],
    [
      'in records of one byte, one byte at a time',
      () =>
        cut(records(Buffer.concat([Buffer.of(2, 1, 255, 255), Buffer.alloc(42_000)]), 1), [...Array(250_000).keys()]),
    ],
    ['in records of nothing', () => Array.from({ length: 52_000 }, () => EMPTY_RECORD)],
    ['of warnings', () => [Buffer.concat(Array.from({ length: 37_000 }, () => alert(1, 112)))]],
    [
      'in 16 MB of junk after a hello',
      () => [records(FULL.subarray(0, 50)), ...Array.from({ length: 256 }, () => Buffer.alloc(65_536, 0x16))],
    ],
  ])('%s', (_, make) => {
    const pieces = make();
    const start = performance.now();
    expect(reading(pieces).ok).toBe(false);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
