import { type Identity, shortest } from './identity';
import type { FormerCertificate, KnownCertificate } from './known-certificate';

/** Every certificate that inventories know; how long a question takes does not depend on how many there are. */
export interface CertificateIndex {
  readonly byId: (arn: string) => KnownCertificate | undefined;
  /** Who holds exactly this one. @param name one that it is for: where only dates are known, they alone tell too little. */
  readonly holding: (served: Identity, name: string) => KnownCertificate | undefined;
  /** Who held exactly this one and has renewed it in its place; the newest, of several. */
  readonly renewing: (served: Identity, name: string) => KnownCertificate | undefined;
  /** The newest of those for a host name, by the name itself or a wildcard, newest first. */
  readonly covering: (name: string) => readonly KnownCertificate[];
}

/** Of more certificates for one name only the newest are of interest. */
const MOST_PER_NAME = 8;

export function indexCertificates(known: Iterable<KnownCertificate>): CertificateIndex {
  const byId = new Map<string, KnownCertificate>();
  const current = new Map<string, KnownCertificate>();
  const former = new Map<string, KnownCertificate>();
  const byName = new Map<string, KnownCertificate[]>();
  for (const certificate of known) {
    byId.set(certificate.id, certificate);
    for (const key of identityKeys(certificate)) current.set(key, certificate);
    for (const old of certificate.formerly) keepNewest(former, old, certificate);
    for (const name of certificate.names) keepNewestOf(byName, name.toLowerCase(), certificate);
  }
  return {
    byId: (arn) => byId.get(arn),
    holding: (served, name) => find(current, served, name),
    renewing: (served, name) => find(former, served, name),
    covering: (name) => newestFirst([...(byName.get(name) ?? []), ...(byName.get(wildcardFor(name)) ?? [])]),
  };
}

/** The only wildcard that covers a name: one that stands for its first label (RFC 9525 §6.3). */
function wildcardFor(name: string): string {
  return `*${name.slice(name.indexOf('.'))}`;
}

function find(
  index: ReadonlyMap<string, KnownCertificate>,
  served: Identity,
  name: string,
): KnownCertificate | undefined {
  for (const key of identityKeys(served)) {
    const found = index.get(key);
    if (found !== undefined) return found;
  }
  const byDates = index.get(datesOf(served));
  return byDates && isFor(byDates, name) ? byDates : undefined;
}

function isFor({ names }: KnownCertificate, name: string): boolean {
  return names.some((one) => one.toLowerCase() === name || one.toLowerCase() === wildcardFor(name));
}

function identityKeys({ notAfter, notBefore, serial, sha256 }: Identity): string[] {
  return [
    ...(sha256 === undefined ? [] : [sha256]),
    ...(serial === undefined ? [] : [`${shortest(serial)} ${notAfter}`]),
    // ListCertificates tells no serial number; with a name, the seconds at which it begins and ends tell nearly as much.
    ...(serial === undefined && sha256 === undefined ? [datesOf({ notAfter, notBefore })] : []),
  ];
}

function datesOf({ notBefore, notAfter }: Identity): string {
  return `from ${notBefore} until ${notAfter}`;
}

function keepNewest(index: Map<string, KnownCertificate>, old: FormerCertificate, holder: KnownCertificate): void {
  for (const key of identityKeys(old)) {
    const other = index.get(key);
    if (other === undefined || other.notBefore < holder.notBefore) index.set(key, holder);
  }
}

function keepNewestOf(index: Map<string, KnownCertificate[]>, name: string, certificate: KnownCertificate): void {
  const others = index.get(name);
  if (others === undefined) index.set(name, [certificate]);
  else index.set(name, newestFirst([...others, certificate]).slice(0, MOST_PER_NAME));
}

function newestFirst(certificates: KnownCertificate[]): KnownCertificate[] {
  return certificates.length < 2 ? certificates : certificates.sort((a, b) => b.notBefore - a.notBefore);
}
