import { createAws } from '../lambda/aws/clients';
import { DAY, HOUR, type Instant } from '../lambda/core/instant';
import { CLOUD } from '../lambda/core/read-targets';
import type { Result } from '../lambda/core/result';
import { latestItem } from '../lambda/store/result-item';
import { sweep } from '../lambda/sweep';
import { memoryResults, memoryTargets } from '../test/simulation/memory-tables';
import { type Item, itemSize } from './capacity';
import { type Lot, lotOf, stubClient, stubName, stubNumber, stubProbe, stubRow } from './stub';

const LOTS: readonly Lot[] = ['seen', 'unseen', 'unseen once'];
const MINUTES = 60_000;

/** Items in DynamoDB's JSON. */
export interface StubItems {
  readonly row: (i: number) => string;
  readonly result: (i: number) => string;
  /** As much of the result as a glimpse has. */
  readonly glimpse: (i: number) => string;
  /** Bytes of a row and of a result, as DynamoDB counts them. */
  readonly rowBytes: number;
  readonly resultBytes: number;
}

/** What else there is to say of an estate. */
export interface Stubbed {
  /** How many; default a few. */
  readonly clients?: number;
  /** Whether each target has several addresses and has been renewed for years, and its result thrice the size; default not. */
  readonly aged?: boolean;
}

/**
 * The rows and results of an estate in the course of its days, made as they are asked for: each result was written in another of
 * the 24 hours before, so that a twenty-fourth is due now.
 */
export async function stubItems(now: Instant, { clients, aged = false }: Stubbed = {}): Promise<StubItems> {
  const results = new Map<Lot, Item>();
  for (const [i, lot] of LOTS.entries()) {
    const result = await lived(i, lot, now);
    results.set(lot, latestItem(aged ? agedResult(result) : result));
  }
  const of = (shown: (item: Item) => Item) => {
    const texts = new Map([...results].map(([lot, item]) => [lot, JSON.stringify(typed(shown(item)))]));
    return (i: number) => renamed(texts.get(lotOf(i)) ?? '', LOTS.indexOf(lotOf(i)), i, now, clients);
  };
  return {
    row: (i) => JSON.stringify(typed({ ...stubRow(i, clients) })),
    result: of((item) => item),
    glimpse: of(glimpseOf),
    rowBytes: itemSize({ ...stubRow(0) }),
    resultBytes: itemSize(results.get('seen') ?? {}),
  };
}

function renamed(text: string, from: number, i: number, now: Instant, clients?: number): string {
  const written = now - (i % 24) * HOUR - 45 * MINUTES;
  return text
    .replaceAll(stubNumber(from), stubNumber(i))
    .replaceAll(stubClient(from), stubClient(i, clients))
    .replaceAll(String(now), String(written))
    .replaceAll(new Date(now).toISOString(), new Date(written).toISOString());
}

function glimpseOf({ target, kind, client, location, seen, checkedAt, memory }: Item): Item {
  const { lastSeen } = { lastSeen: [], ...(typeof memory === 'object' ? memory : {}) };
  return { target, kind, client, location, seen, checkedAt, memory: { lastSeen } };
}

/** As DynamoDB has it in its JSON. */
export function typed(item: Item): object {
  const present = Object.entries(item).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, typedValue(value)]));
}

function typedValue(value: unknown): object {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(typedValue) };
  return { M: typed({ ...(value as object) }) };
}

function agedResult(result: Result): Result {
  const { checkedAt, memory, addresses, expiry } = result;
  const more = Array.from({ length: 6 }, (_, i) => `2001:db8::${i}`);
  const at = [2, 3, 4, 5, 6].map((months) => checkedAt - months * 30 * DAY);
  const renewals = at.map((at) => ({ at, left: 30 * DAY, expired: at + 30 * DAY }));
  const everywhere = [...addresses, ...more.map((address) => ({ ...addresses[0], address }))];
  const lastSeen = memory.lastSeen.map((seen) => ({
    ...seen,
    at: [...seen.at, ...more.map((address) => ({ address, time: checkedAt }))],
  }));
  const aged = { ...result, addresses: everywhere, memory: { ...memory, lastSeen, renewals } };
  if (expiry === undefined) return aged;
  const sha256 = expiry.sha256 ?? '';
  const served = everywhere.map(({ address }) => ({ address, serves: 'new', sha256, since: checkedAt }) as const);
  const old = { ...expiry, sha256: sha256.replaceAll('a', 'b'), expires: checkedAt - DAY };
  return { ...aged, renewal: { step: 'closed', since: checkedAt, old, addresses: served, closed: at[0] ?? checkedAt } };
}

/** The result of one target that several sweeps have looked at. */
async function lived(i: number, lot: Lot, until: Instant): Promise<Result> {
  let now = until - 50 * MINUTES;
  let isUp = true;
  const results = memoryResults(() => undefined);
  const world = {
    targets: memoryTargets(() => [stubRow(i)]),
    results,
    channel: async () => undefined,
    look: { now: () => now, timeout: 1_000, aws: createAws({ region: 'eu-west-1' }) },
    probe: stubProbe(
      () => now,
      () => (isUp ? 'seen' : 'unseen'),
    ),
    place: { targetsTable: 'Targets' },
    location: CLOUD,
    concurrency: 1,
  };
  for (; now <= until; now += 10 * MINUTES) {
    // Seen at first, or for all but the last time.
    isUp = lot === 'seen' || (lot === 'unseen' ? now < until - 30 * MINUTES : now < until);
    await sweep(world);
  }
  const result = (await results.latest()).get(stubName(i));
  if (result === undefined) throw new Error(`nothing is known of ${stubName(i)}`);
  return { ...result, checkedAt: until };
}
