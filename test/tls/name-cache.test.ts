import { remembering } from '../../lambda/tls/name-cache';

function counting(answer: (name: string) => Promise<readonly string[]>) {
  const asked: string[] = [];
  const find = remembering(
    (name) => {
      asked.push(name);
      return answer(name);
    },
    { keep: 1_000, keepFailure: 100, most: 3, now: () => 0 },
  );
  return { find, asked };
}

test('the oldest name gives way when there are too many', async () => {
  const { find, asked } = counting(async () => ['192.0.2.1']);
  for (const name of ['a', 'b', 'c', 'd', 'b', 'c', 'd', 'a']) await find(name);
  expect(asked).toEqual(['a', 'b', 'c', 'd', 'a']);
});

test('an answer that is too large to be kept is given, and asked for again', async () => {
  const huge = Array.from({ length: 101 }, (_, i) => `192.0.2.${i}`);
  const { find, asked } = counting(async () => huge);
  expect([await find('a'), await find('a')]).toEqual([huge, huge]);
  expect(asked).toEqual(['a', 'a']);
});

test('a failure is kept as well', async () => {
  const { find, asked } = counting(async () => {
    throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });
  });
  await expect(find('a')).rejects.toThrow('no');
  await expect(find('a')).rejects.toThrow('no');
  expect(asked).toEqual(['a']);
});
