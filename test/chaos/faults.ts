import { drawn } from '../simulation/drawn';

/**
 * What becomes of one call of AWS, above the SDK's own tries: it is refused, or cut off before or after it was accepted, or made twice
 * as the SDK does after a cut, or some of it is left unprocessed, or takes long; or the process dies before or after it.
 */
export type Fault =
  | 'throttled'
  | 'failed'
  | 'cut'
  | 'cut after'
  | 'twice'
  | 'unprocessed'
  | 'slow'
  | 'killed'
  | 'killed after';

/** How many of a thousand calls meet it. */
const USUAL: Readonly<Record<Fault, number>> = {
  throttled: 12,
  failed: 8,
  cut: 8,
  'cut after': 10,
  twice: 30,
  unprocessed: 60,
  slow: 40,
  killed: 12,
  'killed after': 12,
};

/** Those after which all has been done all the same. */
const HARMLESS: readonly Fault[] = ['twice', 'unprocessed', 'slow'];

export function isHarmless(fault: Fault): boolean {
  return HARMLESS.includes(fault);
}

/** How hard a time a sweep has. */
export type Weather = 'calm' | 'harmless' | 'rough';

/** The fault that this call meets, by what it is the so-manieth of. */
export function faultOf(weather: Weather, ...words: readonly (string | number)[]): Fault | undefined {
  return oneOf(USUAL, HARMLESS, weather, words);
}

/**
 * What becomes of one call of a function, as the engine sees it: Lambda turns it away, or its answer is lost, or it is given up while
 * it goes on; or the whole execution is stopped while it does.
 */
export type Mishap = 'turned away' | 'answer lost' | 'given up' | 'stopped';

const MISHAPS: Readonly<Record<Mishap, number>> = {
  'turned away': 30,
  'answer lost': 40,
  'given up': 100,
  stopped: 15,
};

/** The mishap that this call of a function meets. */
export function mishapOf(weather: Weather, ...words: readonly (string | number)[]): Mishap | undefined {
  return oneOf(MISHAPS, ['turned away', 'answer lost'], weather, words);
}

/** @param often how many of a thousand. @param harmless those of harmless weather. */
function oneOf<T extends string>(
  often: Readonly<Record<T, number>>,
  harmless: readonly T[],
  weather: Weather,
  words: readonly (string | number)[],
): T | undefined {
  if (weather === 'calm') return undefined;
  let left = drawn(...words) * 1_000;
  for (const [one, share] of Object.entries(often) as [T, number][]) {
    if (weather === 'harmless' && !harmless.includes(one)) continue;
    left -= share;
    if (left < 0) return one;
  }
  return undefined;
}

export function errorOf(fault: Fault): Error {
  const [name, message] = NAMES[fault] ?? ['Error', fault];
  return Object.assign(new Error(message), { name });
}

const NAMES: Partial<Record<Fault, readonly [string, string]>> = {
  throttled: ['ThrottlingException', 'Rate exceeded'],
  failed: ['InternalServerError', 'Internal server error'],
  cut: ['TimeoutError', 'socket hang up'],
  'cut after': ['TimeoutError', 'socket hang up'],
};
