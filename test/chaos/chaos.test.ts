import { chaos } from './chaos';

const SEED = process.env.CHAOS_SEED ?? 'a hostile night';

test(`fifty sweeps among faults and deaths lose nothing, and repeat nothing without a reason (seed “${SEED}”)`, async () => {
  const { wrong, ...counts } = await chaos(SEED, 50);
  process.stderr.write(`${JSON.stringify(counts)}\n`);
  expect({ seed: SEED, wrong }).toEqual({ seed: SEED, wrong: [] });
}, 60_000);
