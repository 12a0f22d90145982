import type { Failure, FailureReason } from '../../lambda/core/observation';
import { twice } from '../../lambda/tls/attempts';

type Outcome = 'seen' | Failure;

function failing(reason: FailureReason): Failure {
  return { reason, sentence: '' };
}

/** Gives these outcomes one after the other, and keeps how long each try was given. */
async function tried(outcomes: Outcome[], timeout: number, share?: number) {
  const given: number[] = [];
  const attempt = async (until: number) => {
    given.push(until - performance.now());
    return outcomes.shift() ?? failing('internal-error');
  };
  const start = performance.now();
  const outcome = await twice(attempt, (it) => (it === 'seen' ? undefined : it), start + timeout, share);
  return { outcome, given, took: performance.now() - start };
}

it.each<FailureReason>(['refused', 'timed-out', 'reset', 'closed', 'dns-failed', 'no-such-host'])(
  'tries once more after %s',
  async (reason) => {
    expect(await tried([failing(reason), 'seen'], 100)).toMatchObject({ outcome: 'seen' });
  },
);

it.each<FailureReason>(['not-tls', 'handshake-refused', 'no-route', 'internal-error'])(
  'does not try again after %s, which would say the same',
  async (reason) => {
    const { outcome, given } = await tried([failing(reason), 'seen'], 100);
    expect(outcome).toEqual(failing(reason));
    expect(given).toHaveLength(1);
  },
);

it('tries no third time', async () => {
  const { outcome, given } = await tried([failing('reset'), failing('refused'), 'seen'], 100);
  expect(outcome).toEqual(failing('refused'));
  expect(given).toHaveLength(2);
});

it('gives the first try half of the time, and the second what is left after a short pause', async () => {
  const { given, took } = await tried([failing('reset'), 'seen'], 400);
  const [first = 0, second = 0] = given;
  expect(first).toBeGreaterThan(100);
  expect(first).toBeLessThanOrEqual(200);
  expect(second).toBeGreaterThan(200);
  expect(second).toBeLessThanOrEqual(365);
  expect(took).toBeGreaterThanOrEqual(35);
});

it('gives the first try another share of it where that is asked for', async () => {
  const { given } = await tried(['seen'], 1_000, 0.8);
  expect(given[0]).toBeGreaterThan(600);
  expect(given[0]).toBeLessThanOrEqual(800);
});
