import { chaos } from './chaos';

const SEED = process.env.CHAOS_SEED ?? 'a hostile night';

test(`fifty rounds of sweeps among faults and deaths lose nothing and repeat nothing without a reason: CHAOS_SEED=“${SEED}”`, async () => {
  const { wrong, killed, repeats } = await chaos(SEED, 50);
  expect(wrong).toEqual([]);
  // That there was a reason to hold out.
  expect(killed).toBeGreaterThan(5);
  expect(repeats).toBeLessThanOrEqual(3 * killed);
}, 180_000);
