import { type Found, readFound, type ValuedRow } from './found';
import { readTarget, spelled, type Values } from './read-target';
import { type Row, readRow } from './row';
import type { Target } from './target';
import { readTargetName } from './target-name';

export { CLOUD } from './read-target';

/** What the rows of the table come to. */
export interface ReadRows {
  /**
   * One a row, in their order, but for rows that are switched off and `client:` rows, which hand their attributes down. What
   * cannot be understood becomes an `unreadable` target with a finding for its author.
   */
  readonly targets: readonly Target[];
  readonly found: Found;
}

/** What a `client:` row hands down to the rows of that client. */
const INHERITED = ['timezone', 'owner', 'escalate', 'ladder', 'runbook', 'trust'] as const;

/** Never throws. */
export function readRows(rows: readonly Row[]): ReadRows {
  const read = rows.map(readValues);
  return targetsOf(read, handedDownBy(read));
}

/** A row's key and its attributes as text. Never throws. */
export function readValues(row: Row): ValuedRow {
  return { id: keyOf(row), ...readRow(row) };
}

/** The `client:` rows among these. Never throws. */
export function readClientRows(rows: readonly Row[]): ValuedRow[] {
  return rows.filter((row) => clientOf(keyOf(row)) !== undefined).map(readValues);
}

/** What each client hands down, by its name in small letters. */
export type HandedDown = ReadonlyMap<string, Values>;

/** What the `client:` rows among these hand down. */
export function handedDownBy(rows: readonly ValuedRow[]): HandedDown {
  const clients = new Map<string, Values>();
  // Of two spellings of one client the same has to win in every sweep: the table has no order.
  const ofClients = rows.filter(({ id }) => clientOf(id) !== undefined).sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const { id, values } of ofClients) {
    const client = clientOf(id) ?? '';
    clients.set(client.toLowerCase(), { ...handedDown(values), ...(client !== '' && { client }) });
  }
  return clients;
}

/** What some of the rows come to. @param clients what is handed down by all. Never throws. */
export function targetsOf(rows: readonly ValuedRow[], clients: HandedDown): ReadRows {
  const ofClient = (client = ''): Values => clients.get(client.toLowerCase()) ?? {};
  return {
    targets: rows.flatMap((row) => targetOf(row, ofClient)),
    found: readFound(rows, ofClient),
  };
}

/** The targets alone, for whom no inventory is taken. */
export function readTargets(rows: readonly Row[]): readonly Target[] {
  return readRows(rows).targets;
}

/** A client row watches nothing, but its author must hear of what is wrong with it. */
function targetOf({ id, values, problems }: ValuedRow, ofClient: (client: string | undefined) => Values): Target[] {
  const client = clientOf(id);
  const name = client === undefined ? readTargetName(id) : ({ kind: 'client' } as const);
  const inherited = ofClient(client ?? values.client);
  const own = client === undefined ? spelled(values, inherited) : values;
  const target = readTarget({ id, name, own, inherited, problems });
  if (target === undefined) return [];
  if (client === undefined) return [target];
  return target.problems.length > 0 ? [{ ...target, client }] : [];
}

function keyOf(row: Row): string {
  const name = Object.keys(row).find((key) => key.trim().toLowerCase() === 'target');
  const value = name === undefined ? undefined : row[name];
  return typeof value === 'string' ? value : value === undefined ? '' : String(value);
}

/** The name in the key of a `client:` row; undefined for any other. */
export function clientOf(id: string): string | undefined {
  return /^\s*client:(.*)$/is.exec(id)?.[1]?.trim();
}

function handedDown(client: Values): Values {
  return Object.fromEntries(INHERITED.flatMap((name) => (client[name] ? [[name, client[name]]] : [])));
}
