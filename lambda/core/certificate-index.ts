import { type Identity, shortest } from './identity';
import type { KnownCertificate } from './known-certificate';
import { createPlaces } from './places';

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

export function indexCertificates(known: KnownCertificates): CertificateIndex {
  /** When each begins, by its place. */
  const begins: number[] = [];
  const places = createPlaces((place) => begins[place] ?? 0);
  for (const certificate of known) {
    const place = begins.push(certificate.notBefore) - 1;
    for (const key of new Set(KEYS.flatMap((keysOf) => keysOf(certificate)))) places.add(key, place);
  }
  const having = (key: string, keysOf: KeysOf) =>
    places.of(key).flatMap((place) => {
      const certificate = known.at(place);
      return certificate && keysOf(certificate).includes(key) ? [certificate] : [];
    });
  const named = (name: string) => newestFirst(having(name, namesOf)).slice(0, MOST_PER_NAME);
  return {
    byId: (arn) => having(arn, idOf).at(-1),
    holding: (served, name) => find((key) => having(key, currentOf).at(-1), served, name),
    renewing: (served, name) => find((key) => newestFirst(having(key, formerOf))[0], served, name),
    covering: (name) => newestFirst([...named(name), ...named(wildcardFor(name))]),
  };
}

type KeysOf = (certificate: KnownCertificate) => readonly string[];

const idOf: KeysOf = ({ id }) => [id];
const namesOf: KeysOf = ({ names }) => names.map((name) => name.toLowerCase());
const currentOf: KeysOf = identityKeys;
const formerOf: KeysOf = ({ formerly }) => formerly.flatMap(identityKeys);

/** All that a certificate is looked for by. */
const KEYS = [idOf, namesOf, currentOf, formerOf];

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

function newestFirst(certificates: KnownCertificate[]): KnownCertificate[] {
  return certificates.length < 2 ? certificates : certificates.sort((a, b) => b.notBefore - a.notBefore);
}
