import { setImmediate } from 'node:timers/promises';
import { createBudget, createSlots } from '../../lambda/tls/budget';

/** Work that ends when it is told to. */
function work() {
  let end: (error?: Error) => void = () => undefined;
  const done = new Promise<void>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve());
  });
  return { done, end: (error?: Error) => end(error) };
}

test('no more work goes on at the same time than there are places, and all of it is done', async () => {
  const slots = createSlots(3);
  let [now, most, done] = [0, 0, 0];
  await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      slots.run(async () => {
        most = Math.max(most, ++now);
        for (let turn = 0; turn < i % 4; turn++) await setImmediate();
        now--;
        done++;
      }),
    ),
  );
  expect({ most, done, taken: slots.taken() }).toEqual({ most: 3, done: 50, taken: 0 });
});

test('who waited longest comes first, also before a newcomer at the moment that a place is given back', async () => {
  const slots = createSlots(1);
  const first = work();
  const order: string[] = [];
  const runs = [
    slots.run(() => first.done),
    slots.run(async () => void order.push('second')),
    slots.run(async () => void order.push('third')),
  ];
  const newcomer = first.done.then(() => slots.run(async () => void order.push('newcomer')));
  first.end();
  await Promise.all([...runs, newcomer]);
  expect(order).toEqual(['second', 'third', 'newcomer']);
});

test('work that fails gives its place on, and its error to whoever started it', async () => {
  const slots = createSlots(1);
  const failing = slots.run(async () => {
    throw new Error('it broke');
  });
  const next = slots.run(async () => 'done');
  await expect(failing).rejects.toThrow('it broke');
  expect(await next).toBe('done');
  expect(slots.taken()).toBe(0);
});

test('work that fails before it begins gives its place on as well', async () => {
  const slots = createSlots(1);
  const failing = slots.run(() => {
    throw new Error('at once');
  });
  await expect(failing).rejects.toThrow('at once');
  expect(slots.taken()).toBe(0);
});

test('a place for a short while is given on while its work goes on, and only once', async () => {
  const slots = createSlots(1, 10);
  const [first, second] = [work(), work()];
  const order: string[] = [];
  const running = [slots.run(() => first.done), slots.run(() => second.done.then(() => void order.push('second')))];
  const third = slots.run(async () => void order.push('third'));
  await third;
  expect(order).toEqual(['third']);
  first.end();
  second.end();
  await Promise.all(running);
  expect(slots.taken()).toBe(0);
});

test('work is told how long it waited', async () => {
  const slots = createSlots(1);
  const first = work();
  const running = slots.run(() => first.done);
  const waited = slots.run(async (time) => time);
  const start = performance.now();
  await setImmediate();
  const atLeast = performance.now() - start;
  first.end();
  await running;
  expect(await waited).toBeGreaterThanOrEqual(atLeast);
  expect(await slots.run(async (time) => time)).toBeLessThan(50);
});

test('a hundred thousand wait without being in each other’s way', async () => {
  const slots = createSlots(10);
  let done = 0;
  await Promise.all(Array.from({ length: 100_000 }, () => slots.run(async () => void done++)));
  expect(done).toBe(100_000);
});

test('looks with sockets and full checks inside of them all come to their end', async () => {
  const { sockets, fullChecks } = createBudget({ sockets: 4, fullChecks: 2 });
  let [full, mostFull, mostSockets] = [0, 0, 0];
  const look = () =>
    sockets.run(async () => {
      mostSockets = Math.max(mostSockets, sockets.taken());
      await setImmediate();
      await fullChecks.run(async () => {
        mostFull = Math.max(mostFull, ++full);
        await setImmediate();
        full--;
      });
    });
  await Promise.all(Array.from({ length: 40 }, look));
  expect({ mostFull, mostSockets, left: sockets.taken() + fullChecks.taken() }).toEqual({
    mostFull: 2,
    mostSockets: 4,
    left: 0,
  });
});

test('by default there are 900 sockets, 100 full checks and 200 names', async () => {
  const { sockets, fullChecks, names } = createBudget();
  const held = work();
  const all = Array.from({ length: 1_000 }, () => [
    sockets.run(() => held.done),
    fullChecks.run(() => held.done),
    names.run(() => held.done),
  ]).flat();
  expect([sockets.taken(), fullChecks.taken(), names.taken()]).toEqual([900, 100, 200]);
  held.end();
  await Promise.all(all);
});
