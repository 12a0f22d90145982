import { RESULTS_KEYS } from '../lambda/environment';

export type Item = Readonly<Record<string, unknown>>;

/** What requests take of DynamoDB's capacity, in its units. */
export interface Units {
  readonly read: number;
  readonly write: number;
}

const WRITTEN = 1024;
const READ = 4096;

/**
 * Bytes of an item in plain values, as DynamoDB counts them; a number may take one more or less.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(item: Item): number {
  const written = Object.entries(item).filter(([, value]) => value !== undefined);
  return written.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

function valueSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(Math.abs(value)).replace(/0+$/, '').length / 2) + 1;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + valueSize(one) + 1, 3);
  if (typeof value === 'object' && value !== null)
    return 3 + Object.values(value).filter((one) => one !== undefined).length + itemSize({ ...value });
  return 1;
}

/** Write units of one item in the table, and in the indexes where it stands. */
export function writeUnits(item: Item): number {
  const { byExpiry, outbox } = RESULTS_KEYS;
  const whole = Math.ceil(itemSize(item) / WRITTEN);
  const copies = byExpiry.partition in item && byExpiry.sort in item ? 2 : 1;
  // KEYS_ONLY
  return whole * copies + (outbox.partition in item ? 1 : 0);
}

/** Read units of a page of a Scan or Query that may lag: the items are counted together. */
export function pageUnits(items: readonly Item[]): number {
  const bytes = items.reduce((sum, item) => sum + itemSize(item), 0);
  return Math.max(1, Math.ceil(bytes / READ)) / 2;
}

/** Read units of items read by their keys as they stand now: each is counted alone. */
export function keyedUnits(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + Math.max(1, Math.ceil(itemSize(item) / READ)), 0);
}
