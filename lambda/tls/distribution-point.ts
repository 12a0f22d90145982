import { contentsOf, type Element, onlyElement } from './der';
import { fewChildrenOf } from './signed';

/** uniformResourceIdentifier of GeneralName (RFC 5280 §4.2.1.6). */
const URI = 0x86;
const LONGEST_URL = 500;

/** What a CRL says that it is about (issuingDistributionPoint, RFC 5280 §5.2.5). */
export interface Scope {
  /** Its own addresses; empty where it names none and so is about all that its issuer issued. */
  readonly urls: readonly string[];
  /** Why it cannot tell of a server's certificate, in words that go on with “The CRL …”. */
  readonly unfit?: string;
  /** It says nothing about certificates of CAs. */
  readonly usersOnly?: boolean;
}

/** Throws {@link NotDer} where the extension is none. */
export function scopeOf(value: Uint8Array): Scope {
  const fields = fewChildrenOf(onlyElement(value));
  const isSet = (tag: number) =>
    fields.some((field) => field.tag === tag && contentsOf(field).some((byte) => byte !== 0));
  const name = fields.find(({ tag }) => tag === 0xa0);
  const urls = name === undefined ? [] : fullNames(name);
  if (name !== undefined && urls.length === 0) return { urls, unfit: 'is for a distribution point without an address' };
  if (isSet(0x82)) return { urls, unfit: 'is about certificates of CAs only' };
  if (isSet(0x85)) return { urls, unfit: 'is about attribute certificates only' };
  if (isSet(0x84)) return { urls, unfit: 'is an indirect one, which also tells of what others issued' };
  if (fields.some(({ tag }) => tag === 0x83)) return { urls, unfit: 'tells of some reasons for revocation only' };
  return { urls, usersOnly: isSet(0x81) };
}

/** The URIs of a DistributionPointName's fullName; none where it is relative to its issuer instead. */
function fullNames(name: Element): string[] {
  const names = fewChildrenOf(name)
    .filter(({ tag }) => tag === 0xa0)
    .flatMap(fewChildrenOf);
  return names
    .filter(({ tag, from, end }) => tag === URI && end - from <= LONGEST_URL)
    .map((uri) => Buffer.from(contentsOf(uri)).toString('latin1'));
}
