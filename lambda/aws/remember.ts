import type { Instant } from '../core/instant';

/**
 * Asks once in so long a time, in milliseconds; who asks meanwhile shares the answer. What failed is not remembered.
 * The time may follow from the answer, as with credentials.
 */
export function remembering<T>(
  now: () => Instant,
  lasts: (answer: T) => number,
): (key: string, ask: () => Promise<T>) => Promise<T> {
  const answers = new Map<string, { readonly answer: Promise<T>; until: Instant }>();
  return (key, ask) => {
    const known = answers.get(key);
    if (known !== undefined && now() < known.until) return known.answer;
    const asked = { answer: ask(), until: Number.POSITIVE_INFINITY };
    answers.set(key, asked);
    asked.answer.then(
      (answer) => {
        asked.until = now() + lasts(answer);
      },
      () => answers.delete(key),
    );
    return asked.answer;
  };
}
