import { DAY } from '../../lambda/core/instant';
import { type Quieted, quietedOf } from '../../lambda/core/quieted';
import type { RenewalCase } from '../../lambda/core/renewal-case';
import type { Target } from '../../lambda/core/target';
import { NOW, target } from './builders';

const LATER = NOW + DAY;
const expiry = { of: 'date', what: 'x', expires: NOW + 10 * DAY } as const;
const renewal: RenewalCase = {
  step: 'promised',
  since: NOW,
  old: expiry,
  addresses: [],
  promised: { until: LATER, by: 'bert' },
};

function quieted(row: Partial<Target>, known: Parameters<typeof quietedOf>[1] = { expiry }): Quieted | undefined {
  return quietedOf({ ...target(), ...row } as Target, known, NOW);
}

test.each<[string, Partial<Target>, Quieted | undefined]>([
  ['nothing', {}, undefined],
  [
    'its row until a day, and whose that is',
    { muted: LATER, owner: 'anna' },
    { by: 'muted', until: LATER, who: 'anna' },
  ],
  ['not until a day that has passed', { muted: NOW, promised: NOW, maintenance: NOW }, undefined],
  ['a window', { maintenance: LATER, owner: 'anna' }, { by: 'maintenance', until: LATER }],
  ['a promise', { promised: LATER, owner: 'anna' }, { by: 'promised', until: LATER, who: 'anna' }],
  ['no promise that is later than the expiry', { promised: NOW + 11 * DAY }, undefined],
  ['what keeps the most quiet', { promised: LATER, maintenance: LATER, muted: LATER }, { by: 'muted', until: LATER }],
])('it is kept quiet by: %s', (_, row, by) => {
  expect(quieted(row)).toEqual(by);
});

test('who promised is who it was then, unless that renewal is over', () => {
  const row = { promised: LATER, owner: 'anna' };
  expect(quieted(row, { expiry, renewal })).toMatchObject({ who: 'bert' });
  expect(quieted(row, { expiry, renewal: { ...renewal, closed: NOW } })).toMatchObject({ who: 'anna' });
});
