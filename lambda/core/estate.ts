import { type CertificateIndex, indexCertificates, type KnownCertificates } from './certificate-index';
import { type Registrations, registrationsOf } from './domain-findings';
import type { Expiry } from './expiry';
import type { RegisteredDomain } from './held';
import { type Identity, shortest } from './identity';
import type { KnownCertificate } from './known-certificate';
import type { LastSeen } from './last-seen';

import type { Kind } from './target';

/** What is known besides the target itself: of all certificates that somebody holds, of what is served, and of domains. */
export interface Estate {
  readonly certificates: CertificateIndex;
  /** Whether any address that is looked at served exactly this one when it was last seen; of a client's, where one is named. */
  readonly isServed: (certificate: Identity & { readonly names?: readonly string[] }, client?: string) => boolean;
  readonly registrations: Registrations;
}

/** What a result tells of the rest. */
interface Member extends Server {
  readonly holds?: KnownCertificate;
  readonly registration?: RegisteredDomain;
}

/** What a result tells of what is served. */
type Server = {
  readonly kind: Kind;
  readonly client: string;
  readonly memory: { readonly lastSeen: readonly LastSeen[] };
};

/** Whose targets served a certificate when they were last seen, by its keys: mostly one client's, whose name then stands alone. */
export type ServedTo = Map<string, string | Set<string>>;

/** What an estate is made of; plain values, which can be written down. */
export interface EstateFacts {
  readonly certificates: KnownCertificates;
  readonly registrations: readonly RegisteredDomain[];
  readonly served: ServedTo;
}

/** @param results the latest of all targets, with what this sweep has already found in inventories. */
export function estateOf(results: Iterable<Member>): Estate {
  const all = [...results];
  const served: ServedTo = new Map();
  for (const result of all) addServed(result, served);
  return estateFrom({ ...heldBy(all), served });
}

/** What inventories hold. @param results the latest of what they found, at least. */
export function heldBy(results: Iterable<Member>): Pick<EstateFacts, 'certificates' | 'registrations'> {
  const all = [...results];
  return {
    certificates: all.flatMap(({ holds }) => holds ?? []),
    registrations: all.flatMap(({ registration }) => registration ?? []),
  };
}

/** Adds what one target served. */
export function addServed({ kind, client, memory }: Server, served: ServedTo): void {
  if (kind !== 'tls') return;
  for (const key of memory.lastSeen.flatMap(({ expiry }) => servedKeys(expiry))) {
    const clients = served.get(key);
    if (clients === undefined) served.set(key, client);
    else if (typeof clients !== 'string') clients.add(client);
    else if (clients !== client) served.set(key, new Set([clients, client]));
  }
}

/** Of what is served only what somebody holds, or held before: nobody asks for the rest. */
export function servedOfHeld({ certificates, served }: EstateFacts): ServedTo {
  const keys = [...certificates].flatMap((held) =>
    [held, ...held.formerly].flatMap((one) => heldKeys({ ...one, names: held.names })),
  );
  return new Map(keys.flatMap((key) => pairOf(key, served.get(key))));
}

function pairOf<T>(key: string, value: T | undefined): [string, T][] {
  return value === undefined ? [] : [[key, value]];
}

export function estateFrom({ certificates, registrations, served }: EstateFacts): Estate {
  return {
    certificates: indexCertificates(certificates),
    isServed: (certificate, client) =>
      heldKeys(certificate).some((key) => {
        const clients = served.get(key);
        if (clients === undefined || client === undefined) return clients !== undefined;
        return typeof clients === 'string' ? clients === client : clients.has(client);
      }),
    registrations: registrationsOf(registrations),
  };
}

export const NOTHING_ELSE_KNOWN: Estate = estateOf([]);

function servedKeys({ sha256, serial, expires, notBefore, what }: Expiry): string[] {
  return [...keysOf({ sha256, serial, notAfter: expires }), datesOf({ notBefore, notAfter: expires }, what)];
}

/** What is held without a serial number goes by its dates and its names. */
function heldKeys(held: Identity & { readonly names?: readonly string[] }): string[] {
  const keys = keysOf(held);
  return keys.length > 0 ? keys : (held.names ?? []).map((name) => datesOf(held, name));
}

function keysOf({ sha256, serial, notAfter }: Identity): string[] {
  return [
    ...(sha256 === undefined ? [] : [sha256]),
    ...(serial === undefined ? [] : [`${shortest(serial)} ${notAfter}`]),
  ];
}

function datesOf({ notBefore, notAfter }: Identity, name: string): string {
  return `${name.toLowerCase()} ${notBefore} ${notAfter}`;
}
