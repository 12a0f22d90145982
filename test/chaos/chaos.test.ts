import { templateWith } from '../lib/deployment';
import { definitionIn } from '../servers/definition';
import { chaos } from './chaos';
import type { Define } from './machine';

const SEED = process.env.CHAOS_SEED ?? 'a hostile night';

const synthesised: Define = (referred) => {
  const { Resources } = templateWith({ distributed: 'yes' }).toJSON();
  return definitionIn({ Resources }, referred);
};

test.each([
  ['of one function', undefined, 0],
  ['that are distributed', synthesised, 5],
])(
  `fifty rounds of sweeps %s among faults and deaths lose nothing and repeat nothing without a reason: CHAOS_SEED=“${SEED}”`,
  async (_, define, givenUp) => {
    const { wrong, killed, repeats, redriven, events } = await chaos(SEED, 50, define);
    expect(wrong).toEqual([]);
    // That there was a reason to hold out.
    expect(killed).toBeGreaterThan(5);
    expect(Math.min(redriven, events)).toBeGreaterThanOrEqual(givenUp);
    expect(repeats).toBeLessThanOrEqual(3 * killed);
  },
  300_000,
);
