import { remembering } from '../../lambda/aws/remember';

let now = 0;
const asking = () => {
  now = 0;
  let asked = 0;
  const remember = remembering<number>(
    () => now,
    (answer) => answer * 100,
  );
  return { remember, ask: async () => ++asked };
};

test('what is known is not asked for again until its time is over, which follows from the answer', async () => {
  const { remember, ask } = asking();
  expect(await remember('a', ask)).toBe(1);
  now = 99;
  expect(await remember('a', ask)).toBe(1);
  now = 100;
  expect(await remember('a', ask)).toBe(2);
  now = 299;
  expect(await remember('a', ask)).toBe(2);
});

test('each key has its own answer', async () => {
  const { remember, ask } = asking();
  expect([await remember('a', ask), await remember('b', ask)]).toEqual([1, 2]);
});

test('who asks meanwhile shares the answer', async () => {
  const { remember, ask } = asking();
  expect(await Promise.all([remember('a', ask), remember('a', ask)])).toEqual([1, 1]);
});

test('what failed is asked for again', async () => {
  const { remember, ask } = asking();
  await expect(remember('a', async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await remember('a', ask)).toBe(1);
});
