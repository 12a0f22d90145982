import { type CertificateIndex, indexCertificates } from './certificate-index';
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
interface Member {
  readonly kind: Kind;
  readonly client: string;
  readonly memory: { readonly lastSeen: readonly LastSeen[] };
  readonly holds?: KnownCertificate;
  readonly registration?: RegisteredDomain;
}

/** @param results the latest of all targets, with what this sweep has already found in inventories. */
export function estateOf(results: Iterable<Member>): Estate {
  const all = [...results];
  const served = new Map<string, Set<string>>();
  for (const { kind, client, memory } of all) {
    if (kind !== 'tls') continue;
    for (const key of memory.lastSeen.flatMap(({ expiry }) => servedKeys(expiry))) {
      served.set(key, (served.get(key) ?? new Set()).add(client));
    }
  }
  return {
    certificates: indexCertificates(all.flatMap(({ holds }) => holds ?? [])),
    isServed: (certificate, client) =>
      heldKeys(certificate).some((key) => {
        const clients = served.get(key);
        return clients !== undefined && (client === undefined || clients.has(client));
      }),
    registrations: registrationsOf(all.flatMap(({ registration }) => registration ?? [])),
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
