import type { ValuedRow } from './found';

/** Rows that are looked at together. */
export interface Batch {
  /** Names it in its sweep. */
  readonly batch: string;
  readonly rows: readonly ValuedRow[];
}

/** Rows, and bytes of JSON, of one batch: a child execution's input has at most 256 KiB. */
const MOST_ROWS = 100;
const MOST_BYTES = 150_000;

/** Rows that wait for more of their client; beyond it, those of small clients go together. */
const MOST_WAITING = 50_000;

/** Gathers rows into batches. */
export interface Batcher {
  /**
   * The batches that are full now. A row that is larger than a batch may be is in none: undefined.
   *
   * @param client with whose other rows it goes together.
   */
  readonly add: (row: ValuedRow, client: string) => readonly Batch[] | undefined;
  /** What is left over; small clients share batches. */
  readonly rest: () => readonly Batch[];
}

interface Waiting {
  rows: ValuedRow[];
  bytes: number;
}

/** @param nextName the names of its batches, all different. */
export function createBatcher(nextName: () => string): Batcher {
  const clients = new Map<string, Waiting>();
  let waiting = 0;
  const close = ({ rows }: Waiting): Batch => {
    waiting -= rows.length;
    return { batch: nextName(), rows };
  };
  const rest = () => {
    const batches = together([...clients.values()]).map(close);
    clients.clear();
    return batches;
  };
  return {
    rest,
    add(row, client) {
      const bytes = sizeOf(row);
      if (bytes > MOST_BYTES) return undefined;
      const full: Batch[] = [];
      const others = clients.get(client);
      const joined = others && others.bytes + bytes <= MOST_BYTES ? others : { rows: [], bytes: 0 };
      if (others && joined !== others) full.push(close(others));
      joined.rows.push(row);
      joined.bytes += bytes;
      waiting++;
      clients.set(client, joined);
      if (joined.rows.length >= MOST_ROWS) {
        full.push(close(joined));
        clients.delete(client);
      }
      return waiting > MOST_WAITING ? [...full, ...rest()] : full;
    },
  };
}

/** As many clients' as fit. */
function together(clients: readonly Waiting[]): Waiting[] {
  const shared: Waiting[] = [];
  for (const { rows, bytes } of clients) {
    const last = shared.at(-1);
    if (last && last.rows.length + rows.length <= MOST_ROWS && last.bytes + bytes <= MOST_BYTES) {
      last.rows.push(...rows);
      last.bytes += bytes;
    } else shared.push({ rows: [...rows], bytes });
  }
  return shared;
}

/** At least as many bytes as its JSON has in UTF-8. */
function sizeOf(row: ValuedRow): number {
  return new TextEncoder().encode(JSON.stringify(row)).length + 1;
}
