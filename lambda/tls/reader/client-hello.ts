import { randomFillSync } from 'node:crypto';
import { isIP } from 'node:net';
import { CIPHER_NAMES } from './cipher-names';
import { ownShare, SUITES, X25519 } from './key-schedule';

/** What to ask a server for. */
export interface Asked {
  /** The name to ask for; an IP address is never asked for (RFC 6066 §3). */
  readonly servername?: string;
  /** Application protocols to offer (RFC 7301), under the name that `tls.connect` has for them; none in a plain hello. Default none. */
  readonly ALPNProtocols?: readonly string[];
  /**
   * No extensions but the name, and old ciphers first, for servers that break off at the other hello. Default false. The
   * cipher that comes of it says nothing of what the server would rather have.
   */
  readonly plain?: boolean;
  /** TLS 1.3 alone, whose certificates are encrypted, for servers that have nothing else. Default false. */
  readonly sealed?: boolean;
}

/**
 * The record with one ClientHello (RFC 5246 §7.4.1.2) for TLS 1.2 at most, since in TLS 1.3 certificates are encrypted; or
 * for that alone (RFC 8446 §4.1.2). Below that any version, cipher, group and signature in use goes: nothing is ever sent over these connections.
 */
export function clientHello({ servername = '', ALPNProtocols = [], plain = false, sealed = false }: Asked): Uint8Array {
  const name = servername === '' || isIP(servername) !== 0 ? [] : [serverName(servername)];
  const protocols = ALPNProtocols.length === 0 ? [] : [protocolNames(ALPNProtocols)];
  const ciphers = sealed ? SEALED_CIPHERS : plain ? PLAIN_CIPHERS : CIPHERS;
  const session = sealed ? vector(1, randomFillSync(Buffer.alloc(32))) : NO_SESSION;
  const usual = sealed ? [SEALED_EXTENSIONS, keyShare()] : [EXTENSIONS];
  const extensions = Buffer.concat(plain ? name : [...name, ...protocols, ...usual]);
  const length =
    4 + VERSION_AND_RANDOM + session.length + ciphers.length + NO_COMPRESSION.length + 2 + extensions.length;
  const padded = plain ? extensions : Buffer.concat([extensions, padding(length)]);
  const body = [
    ...[uint(2, 0x0303), randomFillSync(Buffer.alloc(32)), session, ciphers, NO_COMPRESSION],
    // SSL 3.0 knows of no extensions, so that not even an empty list of them goes to those that choke on any.
    ...(padded.length === 0 ? [] : [vector(2, padded)]),
  ];
  // TLS 1.0 for the record's version: some servers answer no other (RFC 5246 appendix E.1).
  return Buffer.concat([Buffer.of(0x16, 3, 1), vector(2, Buffer.of(1), vector(3, ...body))]);
}

const VERSION_AND_RANDOM = 34;
const NO_SESSION = vector(1);
const NO_COMPRESSION = vector(1, Buffer.of(0));

const CIPHERS = vector(2, ...[...CIPHER_NAMES.keys()].map((cipher) => uint(2, cipher)));

/** In the place of the extension renegotiation_info: RFC 5746 §3.3. */
const RENEGOTIATION_INFO_SCSV = 0x00ff;
const PLAIN_CIPHERS = vector(
  2,
  ...[...[...CIPHER_NAMES.keys()].reverse(), RENEGOTIATION_INFO_SCSV].map((cipher) => uint(2, cipher)),
);

const SEALED_CIPHERS = vector(2, ...[...SUITES.keys()].map((suite) => uint(2, suite)));

/** x25519, P-256, P-384, P-521, x448, and the brainpool curves (RFC 7027) that German authorities prescribe. */
const GROUPS = [29, 23, 24, 25, 30, 26, 27, 28];

/**
 * ECDSA, EdDSA, RSA-PSS, RSA and DSA, with SHA-1 last (RFC 8446 §4.2.3, RFC 5246 §7.4.1.4.1). Windows sends no certificate
 * that is signed in any other way.
 */
const SIGNATURES = [
  ...[0x0403, 0x0503, 0x0603, 0x0807, 0x0808],
  ...[0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b],
  ...[0x0401, 0x0501, 0x0601, 0x0402, 0x0203, 0x0201, 0x0202],
];

/** None without contents at the end, which old servers of IBM's refuse. */
const EXTENSIONS = Buffer.concat([
  extension(0xff01, vector(1)), // renegotiation_info: RFC 5746
  extension(23), // extended_master_secret: RFC 7627
  extension(5, Buffer.of(1), vector(2), vector(2)), // status_request for OCSP: RFC 6066 §8
  extension(10, vector(2, ...GROUPS.map((group) => uint(2, group)))),
  extension(11, vector(1, Buffer.of(0))), // ec_point_formats: uncompressed
  extension(13, vector(2, ...SIGNATURES.map((scheme) => uint(2, scheme)))),
]);

/** Only the group that comes with a share: a server that wants another one asks for a second hello, which there is not. */
const SEALED_EXTENSIONS = Buffer.concat([
  extension(43, vector(1, uint(2, 0x0304))), // supported_versions: RFC 8446 §4.2.1
  extension(5, Buffer.of(1), vector(2), vector(2)), // status_request for OCSP: RFC 6066 §8
  extension(10, vector(2, uint(2, X25519))),
  extension(13, vector(2, ...SIGNATURES.map((scheme) => uint(2, scheme)))),
]);

/** RFC 8446 §4.2.8 */
function keyShare(): Buffer {
  return extension(51, vector(2, uint(2, X25519), vector(2, ownShare())));
}

function serverName(name: string): Buffer {
  return extension(0, vector(2, Buffer.of(0), vector(2, Buffer.from(name, 'latin1'))));
}

function protocolNames(names: readonly string[]): Buffer {
  return extension(16, vector(2, ...names.map((name) => vector(1, Buffer.from(name, 'latin1')))));
}

/** RFC 7685: some load balancers hang at a hello of 256 to 511 bytes; this brings it to 512. */
function padding(length: number): Buffer {
  if (length < 256 || length > 511) return Buffer.alloc(0);
  return extension(21, Buffer.alloc(Math.max(1, 512 - 4 - length)));
}

function extension(type: number, ...contents: readonly Uint8Array[]): Buffer {
  return Buffer.concat([uint(2, type), vector(2, ...contents)]);
}

/** Contents after their length in so many bytes. */
function vector(lengthBytes: number, ...contents: readonly Uint8Array[]): Buffer {
  const length = contents.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([uint(lengthBytes, length), ...contents]);
}

function uint(bytes: number, value: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}
