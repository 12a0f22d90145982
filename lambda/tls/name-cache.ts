import { codeOf, isExhaustion } from './exhaustion';

export interface CacheOptions {
  /** Milliseconds that addresses are kept. */
  readonly keep: number;
  /** Milliseconds that a failure is kept: long enough for one look and its second try. */
  readonly keepFailure: number;
  /** Names; the oldest give way. */
  readonly most: number;
  readonly now: () => number;
}

/** All that there is of one name, as its addresses. */
type Find<T> = (name: string) => Promise<readonly T[]>;

/** No service has as many; who does would fill the memory. */
const MOST_ADDRESSES_KEPT = 100;

/**
 * The same lookup, each name once at a time and not again while the answer is fresh. That the process was out of descriptors
 * is not kept: it says nothing about the name.
 */
export function remembering<T>(find: Find<T>, { keep, keepFailure, most, now }: CacheOptions): Find<T> {
  const known = new Map<string, { readonly answer: Promise<readonly T[]>; until: number }>();
  const ask = (name: string): Promise<readonly T[]> => {
    const entry = { answer: find(name), until: Number.POSITIVE_INFINITY };
    const settle = (time: number) => {
      entry.until = now() + time;
      if (time === 0 && known.get(name) === entry) known.delete(name);
    };
    entry.answer.then(
      (found) => settle(found.length > MOST_ADDRESSES_KEPT ? 0 : keep),
      (error: unknown) => settle(isExhaustion(codeOf(error)) ? 0 : keepFailure),
    );
    known.delete(name);
    known.set(name, entry);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return entry.answer;
  };
  return (written) => {
    const name = written.toLowerCase();
    const entry = known.get(name);
    return entry !== undefined && now() < entry.until ? entry.answer : ask(name);
  };
}
