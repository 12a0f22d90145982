/** What takes part in a comparison. */
export interface Contender<T> {
  readonly name: string;
  readonly measure: () => T | Promise<T>;
}

/** A contender and what it measured, a round after the other. */
export interface Outcome<T> extends Contender<T> {
  readonly rounds: readonly T[];
}

/** Measures every contender once in each round, so that what drifts with the machine reaches all of them alike. */
export async function inRounds<T, C extends Contender<T>>(
  count: number,
  contenders: readonly C[],
): Promise<(C & Outcome<T>)[]> {
  const outcomes = contenders.map((contender): C & Outcome<T> & { rounds: T[] } => ({ ...contender, rounds: [] }));
  for (let round = 0; round < count; round++) {
    for (const { measure, rounds } of outcomes) rounds.push(await measure());
  }
  return outcomes;
}

/** The middle one; of an even number, the mean of the two in the middle. @throws where there are none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new Error('there is nothing to take the median of');
  return (low + high) / 2;
}

/** The median of each round's own ratio, so that a machine that slows down between rounds does not count. */
export function medianRatio(values: readonly number[], references: readonly number[]): number {
  return median(references.map((reference, round) => (values[round] ?? Number.NaN) / reference));
}
