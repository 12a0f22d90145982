import { type Batch, type Batcher, createBatcher } from '../../lambda/core/batch';
import type { ValuedRow } from '../../lambda/core/found';

function row(id: string, notes = ''): ValuedRow {
  return { id, values: { notes }, problems: [] };
}

function batcher(): Batcher {
  let count = 0;
  return createBatcher(() => String(++count));
}

/** Adds so many rows of a client, and answers with the batches that are full by then. */
function add(to: Batcher, client: string, count: number, notes = ''): Batch[] {
  return Array.from({ length: count }, (_, i) => to.add(row(`${client}${i}`, notes), client) ?? []).flat();
}

/** Whose rows each batch has, and how many: `a 3, b 1`. */
function inWords(batches: readonly Batch[]): string[] {
  return batches.map(({ rows }) => {
    const counts = new Map<string, number>();
    for (const { id } of rows) counts.set(id.charAt(0), (counts.get(id.charAt(0)) ?? 0) + 1);
    return [...counts].map(([client, count]) => `${client} ${count}`).join(', ');
  });
}

test('a hundred rows of a client are a batch, whatever comes between them', () => {
  const to = batcher();
  expect(inWords(add(to, 'a', 60))).toEqual([]);
  expect(inWords(add(to, 'b', 60))).toEqual([]);
  expect(inWords(add(to, 'a', 60))).toEqual(['a 100']);
  expect(inWords(to.rest())).toEqual(['b 60, a 20']);
  expect(to.rest()).toEqual([]);
});

test('what is left over of small clients goes together, as long as it fits', () => {
  const to = batcher();
  for (const client of ['a', 'b', 'c', 'd']) add(to, client, 40);
  expect(inWords(to.rest())).toEqual(['a 40, b 40', 'c 40, d 40']);
});

test('large rows are fewer to a batch, so that a line stays far below what a child execution may be given', () => {
  const to = batcher();
  const full = [...add(to, 'a', 40, 'ö'.repeat(10_000)), ...to.rest()];
  expect(full.flatMap(({ rows }) => rows)).toHaveLength(40);
  expect(full.length).toBeGreaterThan(5);
  for (const batch of full) expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThan(155_000);
});

test('a row that is larger than a batch is in none', () => {
  const to = batcher();
  expect(to.add(row('a', 'x'.repeat(151_000)), 'a')).toBeUndefined();
  expect(to.rest()).toEqual([]);
});

test('all batches have different names', () => {
  const to = batcher();
  const names = [...add(to, 'a', 250), ...add(to, 'b', 250), ...to.rest()].map(({ batch }) => batch);
  expect(new Set(names).size).toBe(names.length);
});

test('the rows of very many small clients do not wait without end', () => {
  const to = batcher();
  let written = 0;
  for (let client = 0; client < 60_000; client++)
    written += (to.add(row(`${client}`), `${client}`) ?? []).reduce((sum, { rows }) => sum + rows.length, 0);
  expect(written).toBeGreaterThan(50_000);
});
