import { oneLine } from '../core/safe-text';
import { contentsOf, type Element } from './der';
import { alternativeNamesIn, type Extensions } from './extensions';

/** A name of subjectAltName that a host can be called by. */
export interface SubjectName {
  readonly type: 'dns' | 'ip';
  readonly value: string;
}

/** RFC 5280 §4.2.1.6: context tags of GeneralName. */
const [DNS_NAME, IP_ADDRESS] = [0x82, 0x87];
const LONGEST_DNS_NAME = 253;

/** Every dNSName and iPAddress in the order they stand; none where there is no subjectAltName or it is malformed. */
export function subjectNames(extensions: Extensions): SubjectName[] {
  return alternativeNamesIn(extensions).flatMap(subjectName);
}

function subjectName(name: Element): SubjectName[] {
  const bytes = contentsOf(name);
  if (name.tag === DNS_NAME) return [{ type: 'dns', value: dnsName(bytes) }];
  const ip = name.tag === IP_ADDRESS ? ipAddress(bytes) : undefined;
  return ip === undefined ? [] : [{ type: 'ip', value: ip }];
}

/**
 * What does not belong into a host name is shown as � and so can never match one. Taking it away instead would turn
 * `bank.example\0` into another's name.
 */
function dnsName(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, LONGEST_DNS_NAME + 1)).toString('latin1');
  return oneLine(text.replace(/[^\x21-\x7e]/g, '\ufffd'), LONGEST_DNS_NAME);
}

/** The address in the form that URLs have (RFC 5952); undefined where it has neither 4 nor 16 bytes. */
function ipAddress(bytes: Uint8Array): string | undefined {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return undefined;
  const groups = Buffer.from(bytes).toString('hex').match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}
