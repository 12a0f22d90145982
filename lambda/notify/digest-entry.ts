import { dayName } from '../core/date-text';
import type { Instant } from '../core/instant';
import { oneLine } from '../core/safe-text';
import { type Kind, NO_CLIENT } from '../core/target';
import type { ResultFacts, RowFacts } from './digest-facts';
import { nameOf, quoted } from './names';

/** One target as a digest sees it: by its row, by what is known of it, or by both. */
export interface Entry {
  readonly id: string;
  readonly kind: Kind;
  readonly client: string;
  readonly owner: string | undefined;
  /** Undefined for what an inventory found. */
  readonly row: RowFacts | undefined;
  /** Undefined for what has never been looked at. */
  readonly result: ResultFacts | undefined;
}

/** What a digest is written from. */
export interface Sight {
  readonly entries: readonly Entry[];
  /** The time of which it tells: after the last digest, up to now. */
  readonly since: Instant;
  readonly until: Instant;
  readonly now: Instant;
  readonly timezone: string;
  /** Whether each entry is named with its client, as where several are told of together. */
  readonly ofMany?: boolean;
}

export function byClient(entries: readonly Entry[]): Map<string, Entry[]> {
  const clients = new Map<string, Entry[]>();
  for (const entry of entries) {
    const known = clients.get(entry.client);
    if (known) known.push(entry);
    else clients.set(entry.client, [entry]);
  }
  return clients;
}

/** Where most of its rows are; the first of the alphabet of several. */
export function timezoneOf(entries: readonly Entry[]): string {
  const counts = new Map<string, number>();
  for (const { row } of entries) if (row) counts.set(row.timezone, (counts.get(row.timezone) ?? 0) + 1);
  const [first] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return first?.[0] ?? 'UTC';
}

/** `www.example.com`, `“Office licence”`; in a digest of many clients `Contoso: www.example.com`. */
export function entryName(entry: Entry, sight: Pick<Sight, 'ofMany'>): string {
  const { id, kind, client, result } = entry;
  const { expiry } = result ?? {};
  const name = quoted(nameOf({ target: id, kind, ...(expiry && { expiry }) }), kind);
  return sight.ofMany && client !== NO_CLIENT ? `${clientName(client)}: ${name}` : name;
}

export function clientName(client: string): string {
  return client === NO_CLIENT ? 'No client' : oneLine(client, 80);
}

/** Whose they are, each name once. */
export function whose(entries: readonly Entry[]): string {
  const owners = [...new Set(entries.map(({ owner }) => oneLine(owner ?? '', 80)))].filter((owner) => owner !== '');
  const [first, ...more] = owners;
  if (first === undefined) return 'nobody is named as owner';
  return more.length === 0 ? `owner: ${first}` : `owners: ${first} and ${more.length} more`;
}

/** In the zone of its row, in which its dates are written; of what has none, in that of the digest. */
export function day(at: Instant, { timezone }: Pick<Sight, 'timezone'>, entry?: Entry): string {
  return dayName(at, entry?.row?.timezone ?? timezone);
}
