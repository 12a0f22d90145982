/** Makes the bytes of a server's first flight, right or wrong. */

export function uint(size: number, value: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntBE(value, 0, size);
  return bytes;
}

export function vector(size: number, contents: Uint8Array): Buffer {
  return Buffer.concat([uint(size, contents.length), contents]);
}

export function message(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(type), vector(3, body)]);
}

/** Records of at most this many bytes each; of type hand-shake by default. */
export function records(contents: Uint8Array, longest = 2 ** 14, type = 22): Buffer {
  const starts = Array.from({ length: Math.ceil(contents.length / longest) }, (_, i) => i * longest);
  const each = starts.map((from) => vector(2, contents.subarray(from, from + longest)));
  return Buffer.concat(each.flatMap((one) => [Buffer.of(type, 3, 3), one]));
}

export function alert(level: number, description: number): Buffer {
  return records(Buffer.of(level, description), 2, 21);
}

interface Hello {
  readonly version?: number;
  readonly session?: number;
  readonly cipher?: number;
  readonly compression?: number;
  readonly extensions?: Uint8Array;
}

export function serverHello({
  version = 0x0303,
  session = 32,
  cipher = 0xc02f,
  compression = 0,
  extensions,
}: Hello = {}) {
  return message(
    2,
    Buffer.concat([
      ...[
        uint(2, version),
        Buffer.alloc(32, 7),
        vector(1, Buffer.alloc(session)),
        uint(2, cipher),
        Buffer.of(compression),
      ],
      ...(extensions === undefined ? [] : [vector(2, extensions)]),
    ]),
  );
}

export function certificateMessage(...certificates: readonly Uint8Array[]): Buffer {
  return message(11, vector(3, Buffer.concat(certificates.map((der) => vector(3, der)))));
}

export const HELLO_REQUEST = message(0, Buffer.alloc(0));
export const CERTIFICATES = [Buffer.alloc(700, 1), Buffer.alloc(1_200, 2)];
export const CERTIFICATE = certificateMessage(...CERTIFICATES);
export const STAPLE = Buffer.alloc(500, 3);
export const STATUS = message(22, Buffer.concat([Buffer.of(1), vector(3, STAPLE)]));
export const KEY_EXCHANGE = message(12, Buffer.alloc(300, 4));
export const REQUEST = message(13, Buffer.from('0201400004040302010000', 'hex'));
export const DONE = message(14, Buffer.alloc(0));
/** Every message that may come. */
export const FULL = Buffer.concat([serverHello(), CERTIFICATE, STATUS, KEY_EXCHANGE, REQUEST, DONE]);
