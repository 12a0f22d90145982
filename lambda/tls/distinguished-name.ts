import { oneLine } from '../core/safe-text';
import { childrenOf, contentsOf, type Element, oidOf, required, TAG } from './der';
import { ATTRIBUTE_NAMES } from './object-names';

/** Attributes beyond these, characters of one value beyond those, and of the whole name, are cut. */
const MOST_ATTRIBUTES = 40;
const LONGEST_VALUE = 200;
const LONGEST_NAME = 600;

/**
 * A Name (RFC 5280 §4.1.2.4) as one printable line, most specific first: `CN=www.example.com, O=Example, C=DE`.
 * Attributes of the same level are joined by `+`; characters with a meaning are escaped as in RFC 4514 §2.4.
 */
export function distinguishedName(name: Element): string {
  const levels = childrenOf(name).slice(-MOST_ATTRIBUTES).reverse();
  const text = levels
    .map((level) =>
      childrenOf(required(level, TAG.set, 'name'))
        .map(attribute)
        .join('+'),
    )
    .join(', ');
  return oneLine(text, LONGEST_NAME);
}

function attribute(element: Element): string {
  const [type, value] = childrenOf(element);
  const oid = oidOf(required(type, TAG.oid, 'attribute type'));
  return `${ATTRIBUTE_NAMES.get(oid) ?? oid}=${value === undefined ? '' : valueText(value)}`;
}

function valueText(value: Element): string {
  // Four bytes are the most that one character takes, so cutting here never shortens what is shown.
  const bytes = contentsOf(value).subarray(0, (LONGEST_VALUE + 1) * 4);
  const text = decode(value.tag, bytes);
  return text === undefined ? oneLine(`#${hex(bytes)}`, LONGEST_VALUE) : escaped(oneLine(text, LONGEST_VALUE));
}

/** The text of an ASN.1 string type; undefined for what is no string. */
function decode(tag: number, bytes: Uint8Array): string | undefined {
  switch (tag) {
    case 0x0c: // UTF8String
      return Buffer.from(bytes).toString('utf8');
    case 0x1e: // BMPString
      return new TextDecoder('utf-16be').decode(bytes);
    case 0x1c: // UniversalString
      return utf32(bytes);
    case 0x12: // NumericString
    case 0x13: // PrintableString
    case 0x14: // TeletexString: T.61 by the letter, Latin-1 by the custom of all who use it
    case 0x16: // IA5String
    case 0x1a: // VisibleString
      return Buffer.from(bytes).toString('latin1');
    default:
      return undefined;
  }
}

function utf32(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => {
    const point = view.getUint32(i * 4);
    return point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
  }).join('');
}

function escaped(text: string): string {
  return text.replace(/[,+"\\<>;]|^#/g, '\\$&');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
