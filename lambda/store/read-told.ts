import type { Lasting } from '../core/lasting';
import type { Earlier, Told, ToldDate, ToldFaults } from '../core/memory';
import { EVENTS } from '../core/notice';
import { listOf, mapOf, maybe, number, oneOf, text, yes } from './item-fields';
import { readExpiry } from './read-renewal';

const LASTING = { at: number, again: maybe(yes), goneSince: maybe(number) } as const;
const DATE = {
  ...LASTING,
  expiry: readExpiry,
  event: oneOf(EVENTS),
  rung: number,
  issued: maybe(yes),
  escalated: maybe(yes),
} as const;

/** What somebody has been told, as it was recorded. */
export const readTold = mapOf<Told>({
  expiry: maybe(mapOf<ToldDate>(DATE)),
  earlier: maybe(listOf(mapOf<Earlier>({ ...DATE, until: number, ended: maybe(yes) }))),
  unreachable: maybe(mapOf<Lasting>(LASTING)),
  blind: maybe(mapOf<Lasting>(LASTING)),
  faults: maybe(
    mapOf<ToldFaults>({
      ...LASTING,
      keys: listOf(text),
      gone: maybe(listOf(mapOf<NonNullable<ToldFaults['gone']>[number]>({ key: text, since: number }))),
    }),
  ),
  ended: maybe(
    mapOf<NonNullable<Told['ended']>>({ unreachable: maybe(number), blind: maybe(number), faults: maybe(number) }),
  ),
});
