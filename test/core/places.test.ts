import { createPlaces } from '../../lambda/core/places';

test.each([
  ['rising', Array.from({ length: 10_000 }, (_, i) => i)],
  ['falling', Array.from({ length: 10_000 }, (_, i) => 9_999 - i)],
])('of very many under one text the newest are found, few at a time, their dates %s', (_, newness) => {
  const places = createPlaces((place) => newness[place] ?? 0);
  for (const place of newness.keys()) places.add('a', place);
  const found = places.of('a').map((place) => newness[place]);
  expect(found).toEqual(expect.arrayContaining([9_999, 9_998, 9_997, 9_996, 9_995, 9_994, 9_993, 9_992]));
  expect(found.length).toBeLessThanOrEqual(32);
});

test('what is found comes in the order in which it was added, and of what was never added there is nothing', () => {
  const places = createPlaces(() => 0);
  for (const place of [3, 1, 2]) places.add('a', place);
  expect([places.of('a'), places.of('b'), places.of('')]).toEqual([[3, 1, 2], [], []]);
});
