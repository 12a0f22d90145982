import type { ValuedRow } from '../core/found';
import { type HandedDown, handedDownBy, readClientRows, readValues, targetsOf } from '../core/read-targets';
import type { Result } from '../core/result';
import { collectEntries } from '../notify/digest-entries';
import type { Entry } from '../notify/digest-entry';
import type { World } from './world';

/** What digests are written from. */
export interface Digestible {
  readonly entries: readonly Entry[];
  /** What is noticed of the monitor itself, which is for operations alone. */
  readonly monitors: readonly Result[];
}

/** Reads both tables a page at a time, and keeps of each row and result what digests tell. */
export async function readEntries({ targets, results }: Pick<World, 'targets' | 'results'>): Promise<Digestible> {
  const clients = await handedDown(targets);
  const entries = collectEntries();
  await targets.eachRow(async (rows) => {
    for (const target of targetsOf(rows.map(readValues), clients).targets)
      if (target.kind !== 'monitor') entries.addRow(target);
  });
  const monitors = new Map<string, Result>();
  await results.eachResult((result) => {
    if (result.kind === 'monitor') monitors.set(result.target, result);
    entries.addResult(result);
  });
  return { entries: entries.all().sort(rowsFirst), monitors: [...monitors.values()] };
}

/** And then by their names: pages come in another order each time, and of what matters as much each digest names the same. */
function rowsFirst(a: Entry, b: Entry): number {
  return Number(b.row !== undefined) - Number(a.row !== undefined) || (a.id < b.id ? -1 : 1);
}

/** Any row may be that of a client whose rows came before: it takes a reading of its own, which costs less than keeping them. */
async function handedDown(targets: World['targets']): Promise<HandedDown> {
  const ofClients: ValuedRow[] = [];
  await targets.eachRow(async (rows) => {
    ofClients.push(...readClientRows(rows));
  });
  return handedDownBy(ofClients);
}
