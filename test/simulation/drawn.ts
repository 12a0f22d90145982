import { createHash } from 'node:crypto';

/** A number from 0 to 1 that these words draw, the same one each time. */
export function drawn(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(JSON.stringify(words)).digest().readUInt32BE() / 2 ** 32;
}

/** One drawn from between these. */
export function between(least: number, most: number, ...words: readonly (string | number)[]): number {
  return least + (most - least) * drawn(...words);
}
