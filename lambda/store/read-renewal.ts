import type { Expiry } from '../core/expiry';
import type { PastRenewal } from '../core/habit';
import type { FormerCertificate, KnownCertificate } from '../core/known-certificate';
import type { LastSeen, SeenAt } from '../core/last-seen';
import { type CaseAddress, RENEWAL_STEPS, type RenewalCase } from '../core/renewal-case';
import { SUCCESSOR_LINKS, type Successor } from '../core/successor';
import { listOf, mapOf, maybe, number, oneOf, type Reader, type Readers, text, yes, yesNo } from './item-fields';
import { readPreflight } from './read-preflight';

/** Written as an object, so that the compiler misses what is not in it. */
const OF: { [K in Expiry['of']]: K } = { certificate: 'certificate', intermediate: 'intermediate', date: 'date' };

export const EXPIRY: Readers<Expiry> = {
  of: oneOf(Object.values(OF)),
  what: text,
  expires: number,
  notBefore: maybe(number),
  issuer: maybe(text),
  serial: maybe(text),
  sha256: maybe(text),
  unused: maybe(yes),
  served: maybe(yes),
  renewsBy: maybe(number),
};
export const readExpiry = mapOf<Expiry>(EXPIRY);

const readSuccessor = mapOf<Successor>({
  id: text,
  how: oneOf(SUCCESSOR_LINKS),
  serial: maybe(text),
  sha256: maybe(text),
  notBefore: maybe(number),
  expires: maybe(number),
  seen: number,
});

export const readRenewal = mapOf<RenewalCase>({
  step: oneOf(RENEWAL_STEPS),
  since: number,
  old: readExpiry,
  promised: maybe(mapOf<NonNullable<RenewalCase['promised']>>({ until: number, by: maybe(text) })),
  successor: maybe(readSuccessor),
  attached: maybe(listOf(text)),
  addresses: listOf(
    mapOf<CaseAddress>({
      address: text,
      serves: oneOf(['old', 'new', 'other'] as const),
      sha256: text,
      since: number,
    }),
  ),
  closed: maybe(number),
});

const readLastSeen = mapOf<LastSeen>({
  expiry: readExpiry,
  at: listOf(mapOf<SeenAt>({ address: text, time: number, was: maybe(oneOf(['gone', 'back'] as const)) })),
});

/** Versions before 0.2 kept none or one, without where it was seen. */
export const readDates: Reader<LastSeen[]> = (value, name) => {
  if (value === undefined) return [];
  return Array.isArray(value) ? listOf(readLastSeen)(value, name) : [{ expiry: readExpiry(value, name), at: [] }];
};

export const readRenewals = listOf(mapOf<PastRenewal>({ at: number, left: number, expired: number }));

const DATED = { notBefore: number, notAfter: number, serial: maybe(text), sha256: maybe(text) } as const;

export const readHeld = mapOf<KnownCertificate>({
  ...DATED,
  id: text,
  client: text,
  names: listOf(text),
  renewsItself: yesNo,
  isPrivate: yesNo,
  exported: yesNo,
  usedBy: maybe(listOf(text)),
  preflight: maybe(readPreflight),
  formerly: listOf(mapOf<FormerCertificate>(DATED)),
});
