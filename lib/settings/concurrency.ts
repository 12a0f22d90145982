import { type Reader, wholeNumber, yesOrNo } from './readers';

/** How much of a sweep happens at the same time. */
export interface ConcurrencySettings {
  /** Whether sweeps are spread over many functions by a state machine, for 100,000 targets and more. Default `no`. */
  readonly distributed: 'yes' | 'no';
  /** How many batches of a hundred targets are then looked at at the same time. Default 40. */
  readonly distributedConcurrency: number;
  /** How many sweeps and digests may run at once, taken from the account's concurrency for them alone. Default no such limit. */
  readonly reservedConcurrency?: number;
}

/** What each may be, in the words of its error. */
export const CONCURRENCY_ALLOWED = {
  distributed: 'yes or no (or true or false)',
  distributedConcurrency: 'a whole number from 1 to 1000',
  reservedConcurrency: 'a whole number from 2 to 1000',
} as const;

type Given = <T>(key: keyof ConcurrencySettings, read: Reader<T>, fallback: T) => T;

/** @param given reads a setting, or answers with the fallback where it is not given. */
export function concurrencySettings(given: Given): ConcurrencySettings {
  const reservedConcurrency = given<number | undefined>('reservedConcurrency', wholeNumber(2, 1000), undefined);
  return {
    distributed: given<'yes' | 'no'>('distributed', yesOrNo, 'no'),
    distributedConcurrency: given('distributedConcurrency', wholeNumber(1, 1000), 40),
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
  };
}
