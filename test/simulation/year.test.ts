import { BARS, expiredIn } from './bars';
import { sceneOf } from './scene';
import { type Chronicle, simulate } from './simulate';

const SCENE = sceneOf({ seed: 'a year', targets: 200, clients: 8, days: 365 });

let chronicle: Chronicle;
beforeAll(async () => {
  chronicle = await simulate(SCENE);
}, 60_000);

test('the year has everything in it that the bars are about', () => {
  const neglects = SCENE.sites.flatMap(({ terms }) => terms.flatMap(({ neglect }) => neglect ?? []));
  expect(new Set(neglects).size).toBe(4);
  expect(SCENE.sites.flatMap(({ terms }) => expiredIn(terms, SCENE.span)).length).toBeGreaterThan(5);
  const events = new Set(chronicle.notices.map(({ event }) => event));
  expect([...events].sort()).toEqual([]);
});

test.each(Object.entries(BARS))('%s', (_, bar) => {
  expect(bar(SCENE, chronicle)).toEqual([]);
});
