import type { Course } from './course';
import { SHARE_SIZE, SUITES, type Suite, serverKey, X25519 } from './key-schedule';
import { certificateStatus, MESSAGE, type Message, oneCertificate } from './messages';
import type { Reading } from './reading';
import { Malformed, TooMuch } from './unfit';
import { type Unseal, unsealing } from './unsealing';
import { uintAt, vectorAt } from './vector';

/**
 * The server's first flight in TLS 1.3 (RFC 8446 §4.3 and §4.4), encrypted after its hello, up to the certificates. What
 * would prove that they are the server's own is not read: whoever only confirms what is known does not go by that.
 *
 * @param hello our own, as a record.
 */
export function sealed(hello: Uint8Array): Course {
  let unseal: Unseal | undefined;
  let cipher = '';
  let clientCertificate = false;
  let at: 'start' | 'hello' | 'extensions' = 'start';

  function begin(message: Message, alone: boolean): void {
    if (message.type !== MESSAGE.serverHello) throw misplaced(message);
    if (!alone) throw new Malformed(IN_THE_CLEAR);
    const { suite, share } = serverHello13(message.body);
    unseal = unsealing(suite, keyOf(suite, share, [hello.subarray(RECORD_HEADER), message.whole]));
    cipher = suite.name;
    at = 'hello';
  }

  function next(message: Message, alone: boolean): Reading | undefined {
    if (at === 'start') return void begin(message, alone);
    if (at === 'hello') {
      if (message.type !== MESSAGE.encryptedExtensions) throw misplaced(message);
      at = 'extensions';
      return undefined;
    }
    if (message.type === MESSAGE.certificateRequest && !clientCertificate) {
      clientCertificate = true;
      return undefined;
    }
    if (message.type !== MESSAGE.certificate) throw misplaced(message);
    return { ok: true, protocol: 'TLSv1.3', cipher, ...certificates13(message.body), clientCertificate };
  }

  return {
    next,
    opened(record) {
      // RFC 8446 appendix D.4: means nothing, and is there for middleboxes.
      if (record.type === 'change') return undefined;
      if (record.type === 'sealed') {
        if (unseal === undefined) throw new Malformed('sends an encrypted TLS record before its hello');
        return unseal(record.whole);
      }
      if (unseal !== undefined && record.type === 'handshake') throw new Malformed(IN_THE_CLEAR);
      return record;
    },
  };
}

const RECORD_HEADER = 5;
const IN_THE_CLEAR = 'sends a TLS message in the clear that has to be encrypted';

function keyOf(...[suite, share, hellos]: Parameters<typeof serverKey>): ReturnType<typeof serverKey> {
  try {
    return serverKey(suite, share, hellos);
  } catch {
    throw new Malformed('answers with a key share that is none');
  }
}

/** The random bytes of a hello that asks for another one (RFC 8446 §4.1.3). */
const RETRY = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');
const TLS_1_3 = 0x0304;
const SUPPORTED_VERSIONS = 43;
const KEY_SHARE = 51;

/** RFC 8446 §4.1.3. */
export function serverHello13(body: Uint8Array): { readonly suite: Suite; readonly share: Uint8Array } {
  if (Buffer.compare(body.subarray(2, 34), RETRY) === 0) throw new Malformed('asks for a key share of another group');
  const { end } = vectorAt(body, 34, 1);
  const suite = SUITES.get(uintAt(body, end, 2));
  if (suite === undefined) throw new Malformed('answers with a cipher that was not offered');
  const extensions = extensionsIn(vectorAt(body, end + 3, 2).contents);
  const version = extensions.get(SUPPORTED_VERSIONS);
  if (version === undefined || uintAt(version, 0, 2) !== TLS_1_3) {
    throw new Malformed('answers with a TLS version that was not offered');
  }
  const entry = extensions.get(KEY_SHARE) ?? new Uint8Array(0);
  const share = vectorAt(entry, 2, 2).contents;
  if (uintAt(entry, 0, 2) !== X25519 || share.length !== SHARE_SIZE) {
    throw new Malformed('answers with a key share that was not asked for');
  }
  return { suite, share };
}

const STATUS_REQUEST = 5;

/** RFC 8446 §4.4.2. */
export function certificates13(body: Uint8Array): { certificates: Uint8Array[]; staple?: Uint8Array } {
  const { end: context } = vectorAt(body, 0, 1);
  const { contents: list, end } = vectorAt(body, context, 3);
  if (end !== body.length) throw new Malformed('sends something else after its certificates');
  const certificates: Uint8Array[] = [];
  let staple: Uint8Array | undefined;
  for (let at = 0; at < list.length; ) {
    at = oneCertificate(list, at, certificates);
    const { contents, end: next } = vectorAt(list, at, 2);
    const status = certificates.length === 1 ? extensionsIn(contents).get(STATUS_REQUEST) : undefined;
    if (status !== undefined) staple = certificateStatus(status);
    at = next;
  }
  if (certificates.length === 0) throw new Malformed('sends a list of certificates with none in it');
  return { certificates, ...(staple && { staple }) };
}

/** No honest hello or certificate has more; a list could be of thousands. */
const MOST_EXTENSIONS = 64;

function extensionsIn(list: Uint8Array): Map<number, Uint8Array> {
  const found = new Map<number, Uint8Array>();
  for (let at = 0; at < list.length; ) {
    if (found.size === MOST_EXTENSIONS) throw new TooMuch(`sends more than ${MOST_EXTENSIONS} TLS extensions`);
    const { contents, end } = vectorAt(list, at + 2, 2);
    found.set(uintAt(list, at, 2), contents);
    at = end;
  }
  return found;
}

function misplaced({ type }: Message): Malformed {
  return new Malformed(`sends a TLS message of type ${type} where it has no place`);
}
