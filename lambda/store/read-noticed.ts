import type { Blindness, Delivery, Noticed, Unheard } from '../core/noticed';
import { SEVERITIES } from '../core/severity';
import { listOf, mapOf, maybe, number, oneOf, text, yes, yesNo } from './item-fields';

/** What the monitor has noticed of itself, as it was recorded. */
export const readNoticed = mapOf<Noticed>({
  blind: maybe(mapOf<Blindness>({ since: number, known: number, lost: number, first: maybe(yes) })),
  delivery: maybe(
    mapOf<Delivery>({
      at: number,
      nobody: yesNo,
      unheard: listOf(mapOf<Unheard>({ client: text, severities: listOf(oneOf(SEVERITIES)) })),
      unheardInAll: number,
      pending: listOf(text),
      disturbed: listOf(text),
      sandbox: maybe(yesNo),
      spendLimit: maybe(number),
      canary: maybe(number),
    }),
  ),
});
