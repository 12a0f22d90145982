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

/** Certificates by their place: an array, or a list that makes each when it is asked for. */
export interface KnownCertificates extends Iterable<KnownCertificate> {
  readonly at: (place: number) => KnownCertificate | undefined;
}

/** Of more certificates for one name only the newest are of interest. */
const MOST_PER_NAME = 8;

/** The places of certificates, by what they are looked for by; of one alone, most often. */
type Places = Map<string, number | number[]>;

export function indexCertificates(known: KnownCertificates): CertificateIndex {
  const byId = new Map<string, number>();
  const current = new Map<string, number>();
  const former = new Map<string, number>();
  const byName: Places = new Map();
  /** When each begins, by its place. */
  const begins: number[] = [];
  for (const certificate of known) {
    const place = begins.push(certificate.notBefore) - 1;
    byId.set(certificate.id, place);
    for (const key of identityKeys(certificate)) current.set(key, place);
    for (const old of certificate.formerly) keepNewest(former, old, place, begins);
    for (const name of certificate.names) keepNewestOf(byName, name.toLowerCase(), place, begins);
  }
  const at = (place: number | undefined) => (place === undefined ? undefined : known.at(place));
  return {
    byId: (arn) => at(byId.get(arn)),
    holding: (served, name) => find((key) => at(current.get(key)), served, name),
    renewing: (served, name) => find((key) => at(former.get(key)), served, name),
    covering: (name) =>
      newestFirst([...placesIn(byName, name), ...placesIn(byName, wildcardFor(name))], begins).flatMap(
        (place) => at(place) ?? [],
      ),
  };
}

function placesIn(byName: Places, name: string): number[] {
  return [byName.get(name) ?? []].flat();
}

/** The only wildcard that covers a name: one that stands for its first label (RFC 9525 §6.3). */
function wildcardFor(name: string): string {
  return `*${name.slice(name.indexOf('.'))}`;
}

function find(
  known: (key: string) => KnownCertificate | undefined,
  served: Identity,
  name: string,
): KnownCertificate | undefined {
  for (const key of identityKeys(served)) {
    const found = known(key);
    if (found !== undefined) return found;
  }
  const byDates = known(datesOf(served));
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

function keepNewest(index: Map<string, number>, old: FormerCertificate, holder: number, begins: number[]): void {
  for (const key of identityKeys(old)) {
    const other = index.get(key);
    if (other === undefined || beginOf(other, begins) < beginOf(holder, begins)) index.set(key, holder);
  }
}

function keepNewestOf(index: Places, name: string, place: number, begins: number[]): void {
  const others = placesIn(index, name);
  if (others.length === 0) index.set(name, place);
  else index.set(name, newestFirst([...others, place], begins).slice(0, MOST_PER_NAME));
}

function newestFirst(places: number[], begins: readonly number[]): number[] {
  return places.length < 2 ? places : places.sort((a, b) => beginOf(b, begins) - beginOf(a, begins));
}

function beginOf(place: number, begins: readonly number[]): number {
  return begins[place] ?? Number.NEGATIVE_INFINITY;
}
