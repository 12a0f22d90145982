import { EVENTS } from '../../lambda/core/notice';
import { BARS, expiredIn } from './bars';
import { sceneOf } from './scene';
import { type Chronicle, simulate } from './simulate';
import { NEGLECTS } from './term';

/** Milliseconds; it takes a fifth of it. */
const LONG = 120_000;
let chronicle: Chronicle;

describe('a year of many clients', () => {
  const scene = sceneOf({
    seed: 'another year',
    targets: 200,
    clients: 8,
    days: 365,
    sweepsADay: { usually: 1, closely: 6 },
  });
  beforeAll(async () => {
    chronicle = await simulate(scene);
  }, LONG);

  test('has everything in it that the bars are about', () => {
    const neglects = scene.sites.flatMap(({ terms }) => terms.flatMap(({ neglect }) => neglect ?? []));
    expect([...new Set(neglects)].sort()).toEqual([...NEGLECTS].sort());
    expect(scene.sites.flatMap(({ terms }) => expiredIn(terms, scene.span)).length).toBeGreaterThan(5);
    expect(new Set(chronicle.notices.map(({ event }) => event))).toEqual(new Set(EVENTS));
  });

  test.each(Object.entries(BARS))('%s', (_, bar) => {
    expect(bar(scene, chronicle)).toEqual([]);
  });
});

describe('weeks of certificates that live for days, looked at every hour', () => {
  const scene = sceneOf({
    seed: 'weeks',
    targets: 24,
    clients: 3,
    days: 40,
    sweepsADay: { usually: 24, closely: 24 },
    shortLived: true,
  });
  beforeAll(async () => {
    chronicle = await simulate(scene);
  }, LONG);

  test.each(Object.entries(BARS))('%s', (_, bar) => {
    expect(bar(scene, chronicle)).toEqual([]);
  });
});
