import type { Certificate } from '../core/certificate';
import { childrenOf, contentsOf, type Element, orElse, required, TAG } from './der';

/** The value bytes of the object identifiers, in hexadecimal: a walk over them need not decode what it does not look for. */
const SUBJECT_KEY_ID = '551d0e';
const SUBJECT_ALT_NAME = '551d11';
const BASIC_CONSTRAINTS = '551d13';
const CRL_DISTRIBUTION_POINTS = '551d1f';
const AUTHORITY_KEY_ID = '551d23';
/** id-pe-tlsfeature, 1.3.6.1.5.5.7.1.24 (RFC 7633 §4.1). */
const TLS_FEATURE = '2b06010505070118';

const SOUGHT: readonly string[] = [
  ...[SUBJECT_KEY_ID, SUBJECT_ALT_NAME, BASIC_CONSTRAINTS, CRL_DISTRIBUTION_POINTS, AUTHORITY_KEY_ID, TLS_FEATURE],
];

/** Identifiers have 20 bytes as a rule and 64 at most (RFC 7093 §2); a longer one identifies nothing. */
const LONGEST_KEY_ID = 64;
const LONGEST_URL = 500;
const MOST_URLS = 4;

/** Context tags: keyIdentifier (RFC 5280 §4.2.1.1), distributionPoint and fullName (§4.2.1.13), uniformResourceIdentifier (§4.2.1.6). */
const [KEY_IDENTIFIER, DISTRIBUTION_POINT, FULL_NAME, URI] = [0x80, 0xa0, 0xa0, 0x86];

/** The TLS extension status_request (RFC 6066 §8). */
const STATUS_REQUEST = 5;

/** The values of the extensions that are looked at, by the bytes of their identifier. */
export type Extensions = ReadonlyMap<string, Element>;

/** One malformed extension does not hide the others; of two with the same identifier, which RFC 5280 forbids, the first counts. */
export function extensionsOf(wrapper: Element | undefined): Extensions {
  const found = new Map<string, Element>();
  if (wrapper === undefined) return found;
  for (const extension of orElse(() => childrenOf(required(childrenOf(wrapper)[0], TAG.sequence, 'extensions')), [])) {
    const [identifier, value] = orElse(() => identified(extension), []);
    if (identifier !== undefined && value !== undefined && !found.has(identifier)) found.set(identifier, value);
  }
  return found;
}

function identified(extension: Element): [identifier?: string, value?: Element] {
  const [type, ...rest] = childrenOf(required(extension, TAG.sequence, 'extension'));
  const bytes = contentsOf(required(type, TAG.oid, 'extension'));
  const identifier = SOUGHT.find((sought) => sought.length === bytes.length * 2 && sought === hex(bytes));
  if (identifier === undefined) return [];
  const [value] = childrenOf(required(rest.at(-1), TAG.octetString, 'extension'));
  return value === undefined ? [] : [identifier, value];
}

/** The elements of subjectAltName; none where there is none or it is malformed. */
export function alternativeNamesIn(extensions: Extensions): Element[] {
  return orElse(() => elementsOf(extensions.get(SUBJECT_ALT_NAME)), []);
}

/** What the extensions say of a certificate; what is absent or malformed says nothing. */
export function saidByExtensions(
  extensions: Extensions,
): Pick<Certificate, 'isCa' | 'authorityKeyId' | 'subjectKeyId' | 'mustStaple' | 'crlUrls'> {
  const authority = orElse(() => elementsOf(extensions.get(AUTHORITY_KEY_ID)), []);
  const authorityKeyId = keyIdOf(authority.find(({ tag }) => tag === KEY_IDENTIFIER));
  const subject = extensions.get(SUBJECT_KEY_ID);
  const subjectKeyId = subject?.tag === TAG.octetString ? keyIdOf(subject) : undefined;
  const features = orElse(() => elementsOf(extensions.get(TLS_FEATURE)), []);
  return {
    isCa: orElse(() => isCa(extensions.get(BASIC_CONSTRAINTS)), false),
    ...(authorityKeyId !== undefined && { authorityKeyId }),
    ...(subjectKeyId !== undefined && { subjectKeyId }),
    mustStaple: features.some(isStatusRequest),
    crlUrls: orElse(() => crlUrls(extensions.get(CRL_DISTRIBUTION_POINTS)), []),
  };
}

function elementsOf(sequence: Element | undefined): Element[] {
  return sequence === undefined ? [] : childrenOf(required(sequence, TAG.sequence, 'extension'));
}

/** RFC 5280 §4.2.1.9: cA is FALSE where it is left out. */
function isCa(constraints: Element | undefined): boolean {
  const [ca] = elementsOf(constraints);
  return ca?.tag === TAG.boolean && contentsOf(ca).some((byte) => byte !== 0);
}

function keyIdOf(identifier: Element | undefined): string | undefined {
  if (identifier === undefined) return undefined;
  const bytes = contentsOf(identifier);
  return bytes.length === 0 || bytes.length > LONGEST_KEY_ID ? undefined : hex(bytes);
}

function isStatusRequest(feature: Element): boolean {
  const bytes = contentsOf(feature);
  return feature.tag === TAG.integer && bytes.length === 1 && bytes[0] === STATUS_REQUEST;
}

function crlUrls(points: Element | undefined): string[] {
  const urls: string[] = [];
  for (const point of elementsOf(points)) {
    for (const url of orElse(() => urlsOf(point), [])) {
      if (urls.length < MOST_URLS && !urls.includes(url)) urls.push(url);
    }
    if (urls.length === MOST_URLS) break;
  }
  return urls;
}

function urlsOf(point: Element): string[] {
  const name = elementsOf(point).find(({ tag }) => tag === DISTRIBUTION_POINT);
  const full = name && childrenOf(name).find(({ tag }) => tag === FULL_NAME);
  return full === undefined ? [] : childrenOf(full).flatMap(httpUrl);
}

function httpUrl(name: Element): string[] {
  const bytes = contentsOf(name);
  if (name.tag !== URI || bytes.length > LONGEST_URL) return [];
  const text = Buffer.from(bytes).toString('latin1');
  return /^https?:\/\/[\x21-\x7e]+$/i.test(text) && URL.canParse(text) ? [text] : [];
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
