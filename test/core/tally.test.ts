import { countOf, createSum, few, NOTHING_DONE } from '../../lambda/core/tally';

test('parts add up: numbers are summed, names are told once, and failures are as many as are read', () => {
  const sum = createSum();
  const severities = { ok: 1, info: 0, warning: 2, critical: 0 };
  for (let i = 0; i < 30; i++)
    sum.add({
      ...NOTHING_DONE,
      severities,
      lost: 2,
      clients: ['a', `c${i}`],
      pending: ['t'],
      failures: [`${i} failed`],
    });
  const total = sum.total();
  expect(total).toMatchObject({ severities: { ok: 30, warning: 60 }, lost: 60, pending: ['t'] });
  expect(countOf(total)).toBe(90);
  expect(total.clients).toHaveLength(31);
  expect(total.failures).toHaveLength(21);
});

test('few failures are told as they are; of many the first, and that there are more, once', () => {
  expect(few(['a', 'b'])).toEqual(['a', 'b']);
  const many = Array.from({ length: 25 }, (_, i) => `${i}`);
  expect(few(many)).toEqual([...many.slice(0, 20), 'There are more failures like these.']);
  expect(few([...few(many), 'one more'])).toEqual(few(many));
});
