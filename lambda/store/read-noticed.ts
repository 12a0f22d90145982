import {
  type Blindness,
  type Delivery,
  type Digested,
  FAMILIES,
  type Life,
  type Noticed,
  type Overrun,
  type Silence,
  type Unheard,
} from '../core/noticed';
import { SEVERITIES } from '../core/severity';
import { listOf, mapOf, maybe, number, oneOf, text, yes, yesNo } from './item-fields';

/** What the monitor has noticed of itself, as it was recorded. */
export const readNoticed = mapOf<Noticed>({
  blind: maybe(
    mapOf<Blindness>({ since: number, known: number, lost: number, first: maybe(yes), family: maybe(oneOf(FAMILIES)) }),
  ),
  overrun: maybe(
    mapOf<Overrun>({ since: number, at: number, every: maybe(number), left: number, all: number, next: maybe(text) }),
  ),
  digest: maybe(mapOf<Digested>({ last: number, due: number })),
  delivery: maybe(
    mapOf<Delivery>({
      at: number,
      nobody: yesNo,
      unheard: listOf(mapOf<Unheard>({ client: text, severities: listOf(oneOf(SEVERITIES)), inPart: maybe(yes) })),
      unheardInAll: number,
      pending: listOf(text),
      disturbed: listOf(text),
      sandbox: maybe(yesNo),
      spendLimit: maybe(number),
      operationsUnheard: maybe(yesNo),
      canary: maybe(number),
    }),
  ),
  life: maybe(mapOf<Life>({ at: number, gaps: listOf(number) })),
  awaited: maybe(number),
  silence: maybe(
    mapOf<Silence>({ since: number, rows: number, every: maybe(number), never: maybe(yesNo), meant: maybe(text) }),
  ),
});
