import type { Blindness, Noticed } from '../core/noticed';
import { mapOf, maybe, number } from './item-fields';

/** What the monitor has noticed of itself, as it was recorded. */
export const readNoticed = mapOf<Noticed>({
  blind: maybe(mapOf<Blindness>({ since: number, known: number, lost: number })),
});
