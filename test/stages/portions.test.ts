import type { Severity } from '../../lambda/core/severity';
import type { Debt } from '../../lambda/stages/owed';
import { MOST_AT_ONCE, portionsOf } from '../../lambda/stages/portions';

const FULL = MOST_AT_ONCE;

/** So many notices of one client, each of a target of its own. */
function debts(count: number, severity: Severity = 'warning', more: Partial<Debt> = {}): Debt[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ target: `${severity}-${i}`, event: 'due', at: i, severity, owed: 1, told: false },
    ...more,
  }));
}

/** `A 3 + B 2` for each portion. */
function divided(owed: Record<string, Debt[]>): string[] {
  const portions = [...portionsOf(new Map(Object.entries(owed)), ({ owed }) => owed !== 0)];
  return portions.map((portion) => [...portion].map(([client, { length }]) => `${client} ${length}`).join(' + '));
}

test.each<[string, Record<string, Debt[]>, string[]]>([
  ['nothing makes no portion', {}, []],
  ['what nobody is owed any more is left out', { A: debts(3, 'warning', { owed: 0 }), B: debts(2) }, ['B 2']],
  ['what fits is one portion, in the order in which it came', { A: debts(3), B: debts(2) }, ['A 3 + B 2']],
  ['as many as there may be are one portion', { A: debts(FULL - 1), B: debts(1) }, [`A ${FULL - 1} + B 1`]],
  ['one more begins the next', { A: debts(FULL), B: debts(1) }, [`A ${FULL}`, 'B 1']],
  ['a client stays whole', { A: debts(FULL / 2), B: debts(FULL - 1) }, [`A ${FULL / 2}`, `B ${FULL - 1}`]],
  [
    'a client with more than that is divided, and the next one joins what is left of it',
    { A: debts(2 * FULL + 5), B: debts(1) },
    [`A ${FULL}`, `A ${FULL}`, 'A 5 + B 1'],
  ],
  [
    'who has the worst to hear comes first, however little it is',
    { A: debts(FULL), B: [...debts(2), ...debts(1, 'critical')] },
    ['B 3', `A ${FULL}`],
  ],
])('%s', (_, owed, expected) => {
  expect(divided(owed)).toEqual(expected);
});

test('the worst of a client that is divided comes first', () => {
  const [first] = portionsOf(new Map([['A', [...debts(FULL), ...debts(3, 'critical')]]]), () => true);
  expect(first?.get('A')?.filter(({ severity }) => severity === 'critical')).toHaveLength(3);
  expect(
    first
      ?.get('A')
      ?.slice(0, 3)
      .map(({ target }) => target),
  ).toEqual(['critical-0', 'critical-1', 'critical-2']);
});

test('what there is to tell of one target is told together', () => {
  const all = Array.from({ length: FULL + 2 }, (_, i) => `host-${Math.floor((i + 1) / 3)}`).flatMap((target) =>
    debts(1, 'warning', { target }),
  );
  const portions = [...portionsOf(new Map([['A', all]]), () => true)].map((portion) => portion.get('A') ?? []);
  expect(portions.flat()).toEqual(all);
  expect(portions.every(({ length }) => length <= FULL)).toBe(true);
  const [first = [], second = []] = portions.map((some) => new Set(some.map(({ target }) => target)));
  expect([...first].filter((target) => new Set(second).has(target))).toEqual([]);
});
