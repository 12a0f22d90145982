import { hash } from 'node:crypto';
import type { Revocation } from '../core/ca-answer';
import { DAY, type Instant } from '../core/instant';
import { reasonNamed } from './crl';
import { contentsOf, type Element, NotDer, oidOf, onlyElement, orElse, required, TAG, wholeOf } from './der';
import { timeOf } from './der-time';
import { extensionsIn, type Issued, issuedOf, keyBitsOf } from './issued';
import { fewChildrenOf, hashNamed, isSignedBy, type Signed, signedOf } from './signed';

/** Clocks are believed to be this wrong at most. */
export const CLOCK_SKEW = 5 * 60_000;

const LONGEST = 64 * 1024;
const MOST_CERTIFICATES = 8;
const BASIC = '1.3.6.1.5.5.7.48.1.1';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
/** OCSPResponseStatus (RFC 6960 §4.2.1); 0 is a success. */
const STATUSES: Readonly<Record<number, string>> = {
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
};

/**
 * What a stapled OCSP response (RFC 6960) says of a certificate, once its signature, its responder's right to sign, and
 * its dates have been checked. Never throws: whatever is wrong with it makes it unknown, in words.
 */
export async function stapledAnswer(
  response: Uint8Array,
  leaf: Issued,
  issuer: Issued,
  now: Instant,
): Promise<Revocation> {
  try {
    return await answerIn(response, leaf, issuer, now);
  } catch (error) {
    if (error instanceof NotDer) return unknown(error.message);
    throw error;
  }
}

async function answerIn(response: Uint8Array, leaf: Issued, issuer: Issued, now: Instant): Promise<Revocation> {
  if (response.length > LONGEST) return unknown(`has ${response.length} bytes; at most ${LONGEST} are read`);
  const basic = signedOf(basicIn(onlyElement(response)));
  const [responder, , answers, extensions] = dataIn(basic.tbs);
  if (!(await isRightlySigned(basic, responder, issuer, now))) {
    return unknown('is signed neither by the issuer of the certificate nor by a responder of its own');
  }
  const single = answers.find((answer) => isAbout(answer, leaf, issuer));
  if (single === undefined) return unknown('is about another certificate');
  const [, status, thisUpdate, ...optional] = fewChildrenOf(single);
  const strange = [...extensionsIn(optional.find(({ tag }) => tag === 0xa1)), ...extensionsIn(extensions)];
  if (strange.some(({ critical }) => critical)) return unknown('has a critical extension that is not understood');
  const next = optional.find(({ tag }) => tag === 0xa0);
  const from = timeOf(thisUpdate, 'thisUpdate');
  // RFC 6960 §2.4: without nextUpdate there is always newer information, so that an old answer is worth nothing.
  const until = next === undefined ? from + DAY : timeOf(fewChildrenOf(next)[0], 'nextUpdate');
  if (from > now + CLOCK_SKEW) return unknown('is of the future');
  if (until < now - CLOCK_SKEW) return unknown('is out of date');
  return statusOf(status, until);
}

/** OCSPResponse: the BasicOCSPResponse inside. */
function basicIn(whole: Element): Element {
  const [status, bytes] = fewChildrenOf(required(whole, TAG.sequence, 'response'));
  const code = contentsOf(required(status, 0x0a, 'status'))[0] ?? 0;
  if (code !== 0) throw new NotDer(`is none, but the error ${STATUSES[code] ?? code}`);
  const [typed] = fewChildrenOf(required(bytes, 0xa0, 'response'));
  const [type, basic] = fewChildrenOf(required(typed, TAG.sequence, 'response'));
  if (oidOf(required(type, TAG.oid, 'type')) !== BASIC) throw new NotDer('is of a type that is not understood');
  return onlyElement(contentsOf(required(basic, TAG.octetString, 'response')));
}

function dataIn(tbs: Element): [responder: Element, at: Element, answers: Element[], extensions: Element | undefined] {
  const all = fewChildrenOf(tbs);
  const [responder, at, answers, extensions] = all[0]?.tag === TAG.version ? all.slice(1) : all;
  if (responder === undefined || at === undefined) throw new NotDer('ends in the middle');
  return [responder, at, fewChildrenOf(required(answers, TAG.sequence, 'answers')), extensions];
}

/** RFC 6960 §4.2.2.2: by the issuer itself, or by one whom it gave a certificate for this very purpose. */
async function isRightlySigned(basic: Signed, responder: Element, issuer: Issued, now: Instant): Promise<boolean> {
  if (isNamed(responder, issuer)) return isSignedBy(basic, wholeOf(issuer.key));
  const [wrapper] = basic.others;
  const list =
    wrapper?.tag === 0xa0 ? fewChildrenOf(required(fewChildrenOf(wrapper)[0], TAG.sequence, 'certificates')) : [];
  for (const element of list.slice(0, MOST_CERTIFICATES)) {
    const delegate = orElse(() => issuedOf(element), undefined);
    if (delegate === undefined || !isNamed(responder, delegate) || !mayAnswer(delegate, issuer, now)) continue;
    if (!(await isSignedBy(delegate, wholeOf(issuer.key)))) continue;
    return isSignedBy(basic, wholeOf(delegate.key));
  }
  return false;
}

/** ResponderID: a name, or the SHA-1 of a key. */
function isNamed(responder: Element, { subject, key }: Issued): boolean {
  const [named] = fewChildrenOf(responder);
  if (named === undefined) return false;
  if (responder.tag === 0xa1) return isEqual(wholeOf(named), wholeOf(subject));
  return responder.tag === 0xa2 && isEqual(contentsOf(named), hash('sha1', keyBitsOf(key), 'buffer'));
}

function mayAnswer(delegate: Issued, issuer: Issued, now: Instant): boolean {
  const usage = delegate.extensions.find(({ oid }) => oid === EXTENDED_KEY_USAGE);
  const purposes = usage === undefined ? [] : orElse(() => fewChildrenOf(onlyElement(usage.value)).map(oidOf), []);
  const { notBefore, notAfter } = delegate;
  const inTime = notBefore <= now + CLOCK_SKEW && notAfter >= now - CLOCK_SKEW;
  return inTime && purposes.includes(OCSP_SIGNING) && isEqual(wholeOf(delegate.issuer), wholeOf(issuer.subject));
}

/** CertID: the serial number, and hashes of the issuer's name and key. */
function isAbout(answer: Element, leaf: Issued, issuer: Issued): boolean {
  const [id] = fewChildrenOf(required(answer, TAG.sequence, 'answer'));
  const [algorithm, name, key, serial] = fewChildrenOf(required(id, TAG.sequence, 'answer'));
  const digest = algorithm === undefined ? undefined : hashNamed(algorithm);
  if (digest === undefined || name === undefined || key === undefined || serial === undefined) return false;
  return (
    isEqual(contentsOf(serial), leaf.serial) &&
    isEqual(contentsOf(name), hash(digest, wholeOf(issuer.subject), 'buffer')) &&
    isEqual(contentsOf(key), hash(digest, keyBitsOf(issuer.key), 'buffer'))
  );
}

function statusOf(status: Element | undefined, until: Instant): Revocation {
  if (status?.tag === 0x80) return { status: 'good', by: 'staple', until };
  if (status?.tag !== 0xa1) return unknown('says that its responder does not know the certificate');
  const [at, coded] = fewChildrenOf(status);
  const code = coded === undefined ? undefined : fewChildrenOf(coded).map(contentsOf)[0]?.[0];
  const reason = code === undefined ? undefined : reasonNamed(code);
  const revoked = { status: 'revoked', by: 'staple', at: timeOf(at, 'revocation date') } as const;
  return reason === undefined ? revoked : { ...revoked, reason };
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function unknown(predicate: string): Revocation {
  return { status: 'unknown', sentence: `The stapled OCSP response ${predicate}.` };
}
