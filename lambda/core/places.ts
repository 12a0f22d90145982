/**
 * Places of a list by what is looked for there. Of a text no more is kept than 32 bits of its hash, since millions of them would take
 * more memory than all else: others may be among what is found, and whoever asks has to look.
 */
export interface Places {
  readonly add: (text: string, place: number) => void;
  /** In the order in which they were added; of very many the newest. */
  readonly of: (text: string) => readonly number[];
}

/** Beyond it the oldest half goes, so that no question takes longer for there being more. */
const MOST = 32;

/** @param newness of what is at a place. */
export function createPlaces(newness: (place: number) => number): Places {
  const places = new Map<number, number | number[]>();
  return {
    of(text) {
      const found = places.get(hashOf(text)) ?? [];
      return typeof found === 'number' ? [found] : found;
    },
    add(text, place) {
      const hash = hashOf(text);
      const others = places.get(hash);
      if (others === undefined) places.set(hash, place);
      else if (typeof others === 'number') places.set(hash, [others, place]);
      else if (others.push(place) > MOST) places.set(hash, newestOf(others, newness));
    },
  };
}

function newestOf(places: readonly number[], newness: (place: number) => number): number[] {
  const newest = new Set([...places].sort((a, b) => newness(b) - newness(a)).slice(0, MOST / 2));
  return places.filter((place) => newest.has(place));
}

/** FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
