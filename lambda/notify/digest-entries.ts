import type { Result } from '../core/result';
import type { Target } from '../core/target';
import type { Entry } from './digest-entry';
import { type RowFacts, resultFacts, rowFacts } from './digest-facts';

/** Takes in all that is watched, piece by piece: first the rows, then the results. */
export interface Entries {
  readonly addRow: (row: Target) => void;
  /**
   * What has lost its row, or the row of the inventory that found it, is no more; a result from before a row was given to another
   * client is neither client’s.
   */
  readonly addResult: (result: Result) => void;
  /** One of each, as they came: the rows, and then what inventories found. */
  readonly all: () => Entry[];
}

export function collectEntries(): Entries {
  const rows = new Map<string, Entry>();
  const found = new Map<string, Entry>();
  const shareText = sharing((text: string) => text);
  const shareRow = sharing<RowFacts>(JSON.stringify);
  const whose = ({ client, owner }: Pick<Result, 'client' | 'owner'>) => {
    return { client: shareText(client), owner: owner === undefined ? undefined : shareText(owner) };
  };
  return {
    addRow(target) {
      const { id, kind } = target;
      rows.set(id, { id, kind, ...whose(target), row: shareRow(rowFacts(target)), result: undefined });
    },
    addResult(result) {
      const { target: id, kind, client, foundBy } = result;
      const entry = rows.get(id);
      if (entry !== undefined) {
        if (client === entry.client) rows.set(entry.id, withResult(entry, result, shareText));
      } else if (foundBy !== undefined && rows.has(foundBy)) {
        found.set(id, { id, kind, ...whose(result), row: undefined, result: resultFacts(result, id, shareText) });
      }
    },
    all: () => [...rows.values(), ...found.values()],
  };
}

function withResult(entry: Entry, result: Result, share: (text: string) => string): Entry {
  const { id, client, row } = entry;
  const kind = entry.kind === 'unreadable' ? entry.kind : result.kind;
  const owner = entry.owner ?? (result.owner === undefined ? undefined : share(result.owner));
  return { id, kind, client, owner, row, result: resultFacts(result, id, share) };
}

/** Values beyond so many different ones are hardly those of thousands. */
const MOST_SHARED = 20_000;

/** Hands back the first of equal values, so that what thousands have in common is kept once. */
function sharing<T>(keyOf: (value: T) => string): (value: T) => T {
  const firsts = new Map<string, T>();
  return (value) => {
    const key = keyOf(value);
    const first = firsts.get(key);
    if (first !== undefined) return first;
    if (firsts.size < MOST_SHARED) firsts.set(key, value);
    return value;
  };
}
