import { inParallel } from '../../lambda/core/parallel';

/** So many items, and how often somebody asked for the next. */
function counted(length: number) {
  let asked = 0;
  const items = {
    *[Symbol.iterator]() {
      for (let i = 0; i < length; i++) yield i;
    },
  };
  const watched: Iterable<number> = {
    [Symbol.iterator]: () => {
      const inner = items[Symbol.iterator]();
      return {
        next: () => {
          asked++;
          return inner.next();
        },
      };
    },
  };
  return { items: watched, asked: () => asked };
}

test.each([
  [0, 900],
  [1, 900],
  [5, 2],
  [1_000, 900],
])('%i items are all worked on, at most %i at a time', async (length, limit) => {
  const done: number[] = [];
  let [running, most] = [0, 0];
  await inParallel(counted(length).items, limit, async (item) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    done.push(item);
  });
  expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
  expect(most).toBe(Math.min(length, limit));
});

test('one item costs no more where many would be allowed at a time', async () => {
  const { items, asked } = counted(1);
  await inParallel(items, 900, async () => {});
  expect(asked()).toBeLessThanOrEqual(3);
});
