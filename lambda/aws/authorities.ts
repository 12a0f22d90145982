import type { Authority } from '../core/held';
import type { Instant } from '../core/instant';
import { oneLine } from '../core/safe-text';
import { type JsonCall, PRIVATE_CA } from './json-client';
import { jsonPages, listIn, objectsIn, textIn } from './json-pages';
import { allOf } from './pages';

/** The most that ListCertificateAuthorities gives at once. */
const PAGE_SIZE = 1000;

/** The authorities of AWS Private CA in one place, but for those that have been deleted and may still be restored. */
export async function listAuthorities(call: JsonCall, signal: AbortSignal): Promise<Authority[]> {
  const ask = (next: object) =>
    call(PRIVATE_CA, 'ListCertificateAuthorities', { MaxResults: PAGE_SIZE, ...next }, signal);
  const all = await allOf(
    jsonPages(ask, 'NextToken'),
    ({ CertificateAuthorities }) => listIn(CertificateAuthorities)?.map(authorityOf),
    ({ arn }) => arn,
  );
  return all.filter(({ status }) => status !== 'DELETED');
}

function authorityOf(told: Readonly<Record<string, unknown>>): Authority | undefined {
  const arn = textIn(told.Arn);
  if (arn === undefined) return undefined;
  const [notBefore, notAfter] = [instantOf(told.NotBefore), instantOf(told.NotAfter)];
  const serial = textIn(told.Serial);
  return {
    arn,
    name: nameOf(told.CertificateAuthorityConfiguration) ?? arn,
    status: oneLine(textIn(told.Status) ?? 'UNKNOWN', 60),
    ...(notBefore !== undefined && { notBefore }),
    ...(notAfter !== undefined && { notAfter }),
    ...(serial && { serial: oneLine(serial.replaceAll(':', '').toUpperCase(), 100) }),
  };
}

/** AWS JSON 1.1 writes a time as a number of seconds. */
function instantOf(seconds: unknown): Instant | undefined {
  return typeof seconds === 'number' ? Math.round(seconds * 1000) : undefined;
}

function nameOf(configuration: unknown): string | undefined {
  const [subject] = objectsIn([configuration]).flatMap(({ Subject }) => objectsIn([Subject]));
  const name = textIn(subject?.CommonName) ?? textIn(subject?.OrganizationalUnit) ?? textIn(subject?.Organization);
  return name && oneLine(name, 200);
}
