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
  ['of one function', undefined],
  ['that are distributed', synthesised],
])(
  `fifty rounds of sweeps %s among faults and deaths lose nothing and repeat nothing without a reason: CHAOS_SEED=“${SEED}”`,
  async (_, define) => {
    const { wrong, killed, repeats } = await chaos(SEED, 50, define);
    expect(wrong).toEqual([]);
    // That there was a reason to hold out.
    expect(killed).toBeGreaterThan(5);
    expect(repeats).toBeLessThanOrEqual(3 * killed);
  },
  300_000,
);
