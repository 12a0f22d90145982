import type { RenewalInfo, Revocation, RevocationSource } from '../core/ca-answer';
import type { Expiry } from '../core/expiry';
import { type Finding, REASONS } from '../core/finding';
import type { RegisteredDomain } from '../core/held';
import type { KnownChain } from '../core/known-chain';
import type { Memory } from '../core/memory';
import { AUDIENCES, EVENTS, type PendingNotice } from '../core/notice';
import { QUIETED_BY, type Quieted } from '../core/quieted';
import type { Result, SeenAddress } from '../core/result';
import { SEVERITIES } from '../core/severity';
import type { Tags } from '../core/tags';
import type { Kind } from '../core/target';
import { RESULTS_KEYS } from '../environment';
import {
  type Item,
  listOf,
  mapOf,
  maybe,
  number,
  oneOf,
  type Reader,
  text,
  time,
  Unintelligible,
  yes,
  yesNo,
} from './item-fields';
import { readNoticed } from './read-noticed';
import { readPreflight } from './read-preflight';
import { EXPIRY, readDates, readExpiry, readHeld, readRenewal, readRenewals } from './read-renewal';
import { readTold } from './read-told';
import { NO_DATE } from './result-item';

/** The result in a latest item, exactly as it was recorded; or why it cannot be understood. */
export function readLatestItem(item: Item): Result | { readonly problem: string } {
  try {
    const dated = item[RESULTS_KEYS.byExpiry.sort] !== NO_DATE;
    const expiry = dated && readShownExpiry({ ...item, of: item.expiryOf }, 'item');
    return { ...readUndated(item, 'item'), ...(expiry && { expiry }) };
  } catch (error) {
    if (error instanceof Unintelligible) return { problem: error.message };
    throw error;
  }
}

/** Written as objects, so that the compiler misses what is not in them. */
const KINDS: { [K in Kind]: K } = {
  tls: 'tls',
  dated: 'dated',
  acm: 'acm',
  iam: 'iam',
  route53: 'route53',
  rds: 'rds',
  'acm-pca': 'acm-pca',
  arn: 'arn',
  monitor: 'monitor',
  unreadable: 'unreadable',
};
export const readKind = oneOf(Object.values(KINDS));
const readSeverity = oneOf(SEVERITIES);
const readEvent = oneOf(EVENTS);
const readReason = oneOf(REASONS);

const readFinding = mapOf<Finding>({
  reason: readReason,
  severity: readSeverity,
  sentence: text,
  address: maybe(text),
  about: maybe(text),
  bySent: maybe(yes),
});

/** The one among the attributes that people read; those in memory and notices hold their times as numbers. */
const readShownExpiry = mapOf<Expiry>({ ...EXPIRY, expires: time, notBefore: maybe(time), renewsBy: maybe(time) });

const readNotice = mapOf<PendingNotice>({
  event: readEvent,
  severity: readSeverity,
  target: text,
  kind: readKind,
  client: text,
  // Versions before the audiences kept none.
  audience: (value, name) => (value === undefined ? ['owner'] : listOf(oneOf(AUDIENCES))(value, name)),
  at: number,
  timezone: text,
  summary: text,
  findings: listOf(readFinding),
  expiry: maybe(readExpiry),
  previous: maybe(readExpiry),
  ended: maybe(listOf(readReason)),
  renewal: maybe(readRenewal),
  service: maybe(text),
  impact: maybe(text),
  owner: maybe(text),
  escalate: maybe(text),
  runbook: maybe(text),
  notes: maybe(text),
  promised: maybe(number),
  sent: maybe(listOf(text)),
});

const SOURCES: { [K in RevocationSource]: K } = { staple: 'staple', crl: 'crl' };
const readSource = oneOf(Object.values(SOURCES));

/** The variants of what is known of a revocation, by their status. */
const REVOCATIONS: { [S in Revocation['status']]: Reader<Extract<Revocation, { status: S }>> } = {
  good: mapOf<Extract<Revocation, { status: 'good' }>>({
    status: () => 'good',
    by: readSource,
    until: number,
    askAgainAt: maybe(number),
  }),
  revoked: mapOf<Extract<Revocation, { status: 'revoked' }>>({
    status: () => 'revoked',
    by: readSource,
    at: number,
    reason: maybe(text),
    askAgainAt: maybe(number),
  }),
  unknown: mapOf<Extract<Revocation, { status: 'unknown' }>>({ status: () => 'unknown', sentence: text }),
};
const readStatus = oneOf(['good', 'revoked', 'unknown'] as const);

function readRevocation(value: unknown, name: string): Revocation {
  const { status } = mapOf<{ status: Revocation['status'] }>({ status: readStatus })(value, name);
  return REVOCATIONS[status](value, name);
}

const readChain = mapOf<KnownChain>({
  chainHash: text,
  trustKey: text,
  verifiedAt: number,
  checkAgainAt: maybe(number),
  trusted: yesNo,
  tls13Only: yesNo,
  refusesReader: maybe(yesNo),
  path: listOf(text),
  revocation: maybe(readRevocation),
  renewal: maybe(
    mapOf<NonNullable<KnownChain['renewal']>>({
      info: maybe(mapOf<RenewalInfo>({ from: number, until: number, explanation: maybe(text) })),
      askAgainAt: number,
    }),
  ),
  preflight: maybe(readPreflight),
});

const readUndated = mapOf<Omit<Result, 'expiry'>>({
  target: text,
  kind: readKind,
  client: text,
  service: maybe(text),
  owner: maybe(text),
  location: text,
  foundBy: maybe(text),
  severity: readSeverity,
  summary: text,
  findings: listOf(readFinding),
  seen: yesNo,
  addresses: listOf(mapOf<SeenAddress>({ address: text, sha256: maybe(text), failure: maybe(text) })),
  // Versions before the reader kept none.
  chains: (value, name) => (value === undefined ? [] : listOf(readChain)(value, name)),
  since: time,
  checkedAt: time,
  memory: mapOf<Memory>({
    lastSeen: readDates,
    renewals: (value, name) => (value === undefined ? [] : readRenewals(value, name)),
    spent: maybe(text),
    unseen: number,
    told: readTold,
  }),
  quieted: maybe(mapOf<Quieted>({ by: oneOf(QUIETED_BY), until: time, who: maybe(text) })),
  renewal: maybe(readRenewal),
  holds: maybe(readHeld),
  registration: maybe(mapOf<RegisteredDomain>({ name: text, expires: number, autoRenew: yesNo })),
  tags: maybe(mapOf<Tags>({ client: maybe(text), owner: maybe(text), service: maybe(text), runbook: maybe(text) })),
  noticed: maybe(readNoticed),
  pending: listOf(readNotice),
  version: number,
});
