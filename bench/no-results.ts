import type { ResultsTable } from '../lambda/store/results-table';

/** A Results table that nobody is to ask. */
export const NO_RESULTS: ResultsTable = {
  count: never,
  latest: never,
  eachResult: never,
  read: never,
  record: never,
  outbox: never,
  pending: never,
  keep: never,
  said: never,
  strike: never,
  takeLease: never,
  renewLease: never,
  releaseLease: never,
  lastDigest: never,
  markDigest: never,
  retire: never,
};

export async function never(): Promise<never> {
  throw new Error('this is not asked for here');
}
