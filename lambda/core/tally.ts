import type { Result } from './result';
import { SEVERITIES, type Severity } from './severity';

/** What a part of a sweep has come to, in numbers and a few words; parts are added up. */
export interface Tally {
  /** Of what was recorded or found as it was, by severity. */
  readonly severities: Readonly<Record<Severity, number>>;
  readonly unreachable: number;
  /** How many had changed enough to be written. */
  readonly recorded: number;
  /** Endpoints that could be seen the last time, and how many of them not this time. */
  readonly known: number;
  readonly lost: number;
  /** Endpoints that nobody had looked at before, and how many of them were not reached. */
  readonly newcomers: number;
  readonly newcomersLost: number;
  /** Endpoints that are seen, and were by each family of addresses before; and how many of them are not by that one any more. */
  readonly ipv4: number;
  readonly ipv4Lost: number;
  readonly ipv6: number;
  readonly ipv6Lost: number;
  /** Where nothing was reached, or nothing by one family, whether it could be the last time or not: to be settled later. */
  readonly heldBack: number;
  /** Not looked at, for want of time. */
  readonly left: number;
  readonly clients: readonly string[];
  /** Targets that have something to tell. */
  readonly pending: readonly string[];
  /** A sentence each, not more than are read. */
  readonly failures: readonly string[];
}

export const NOTHING_DONE: Tally = {
  severities: { ok: 0, info: 0, warning: 0, critical: 0 },
  unreachable: 0,
  recorded: 0,
  known: 0,
  lost: 0,
  newcomers: 0,
  newcomersLost: 0,
  ipv4: 0,
  ipv4Lost: 0,
  ipv6: 0,
  ipv6Lost: 0,
  heldBack: 0,
  left: 0,
  clients: [],
  pending: [],
  failures: [],
};

type Done = Omit<Tally, 'severities' | 'unreachable' | 'clients' | 'pending'>;

export function tallyOf(results: Iterable<Result>, done: Done = NOTHING_DONE): Tally {
  const severities = { ...NOTHING_DONE.severities };
  const clients = new Set<string>();
  const pending: string[] = [];
  let unreachable = 0;
  for (const result of results) {
    severities[result.severity]++;
    clients.add(result.client);
    if (result.memory.unseen > 0) unreachable++;
    if (result.pending.length > 0) pending.push(result.target);
  }
  return { ...done, severities, unreachable, clients: [...clients], pending, failures: few(done.failures) };
}

export interface Sum {
  readonly add: (tally: Tally) => void;
  readonly total: () => Tally;
}

/** Adds up many without keeping any of them. */
export function createSum(): Sum {
  const sum = { ...NOTHING_DONE, severities: { ...NOTHING_DONE.severities } };
  const clients = new Set<string>();
  const pending = new Set<string>();
  let failures: string[] = [];
  return {
    add(tally) {
      for (const name of NUMBERS) sum[name] += tally[name];
      for (const severity of SEVERITIES) sum.severities[severity] += tally.severities[severity];
      for (const client of tally.clients) clients.add(client);
      for (const target of tally.pending) pending.add(target);
      failures = few([...failures, ...tally.failures]);
    },
    total: () => ({ ...sum, clients: [...clients], pending: [...pending], failures }),
  };
}

const NUMBERS = [
  'unreachable',
  'recorded',
  'known',
  'lost',
  'newcomers',
  'newcomersLost',
  'ipv4',
  'ipv4Lost',
  'ipv6',
  'ipv6Lost',
  'heldBack',
  'left',
] as const;

/** How many targets it tells of. */
export function countOf({ severities }: Pick<Tally, 'severities'>): number {
  return SEVERITIES.reduce((sum, severity) => sum + severities[severity], 0);
}

const MOST_FAILURES = 20;

/** As many as are read; the others are the same, more or less. */
export function few(failures: readonly string[]): string[] {
  const more = 'There are more failures like these.';
  const named = failures.filter((failure) => failure !== more);
  if (named.length <= MOST_FAILURES && named.length === failures.length) return named;
  return [...named.slice(0, MOST_FAILURES), more];
}
