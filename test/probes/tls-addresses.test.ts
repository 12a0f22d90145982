import type { Observation } from '../../lambda/core/observation';
import type { TlsTarget } from '../../lambda/core/target';
import type { TlsLook } from '../../lambda/probes/probe';
import { probeTls } from '../../lambda/probes/tls';
import { createBudget } from '../../lambda/tls/budget';
import { guardFor } from '../../lambda/tls/guard';
import { type Issued, selfSigned } from '../servers/certificates';
import { freePort, startSilent } from '../servers/odd-servers';
import { closeAll, NOW, serving, started, targetAt } from './endpoint';

let leaf: Issued;

beforeAll(async () => {
  leaf = await selfSigned({ name: 'service' });
});

afterEach(closeAll);

async function seen(target: TlsTarget, given: Partial<TlsLook>): Promise<Observation> {
  const look: TlsLook = {
    now: () => NOW,
    timeout: 2_000,
    ...given,
  };
  const [{ observation }] = await probeTls(target, look);
  return observation;
}

describe('the guard', () => {
  const guard = guardFor({ vpc: false });
  const nobody = async (name: string) => {
    throw new Error(`Nobody was to ask for ${name}.`);
  };

  test.each<[string, Partial<TlsTarget>, TlsLook['find'] & object]>([
    ['a name that leads there', { host: 'www.example.com' }, async () => ['127.0.0.1']],
    ['an address of IPv4', { host: '127.0.0.1' }, nobody],
    ['a row’s address', { host: 'www.example.com', address: '127.0.0.1' }, nobody],
    ['a row’s address that is a name', { address: 'inside.example.com' }, async () => ['127.0.0.1']],
    ['IPv4 in the clothes of IPv6', { host: 'www.example.com' }, async () => ['::ffff:127.0.0.1']],
  ])('keeps %s from being connected to', async (_, target, find) => {
    const server = await serving(leaf);
    const observation = await seen(targetAt(server.port, target), { guard, find });
    expect(observation).toMatchObject({
      saw: 'endpoint',
      addresses: [{ ok: false, failure: { reason: 'address-refused' } }],
    });
    expect(server.seen).toEqual([]);
  });

  test('names the row’s address rather than its host', async () => {
    const find = async () => ['10.0.0.1'];
    expect(await seen(targetAt(1, { address: 'inside.example.com' }), { guard, find })).toMatchObject({
      addresses: [
        { failure: { sentence: expect.stringMatching(/^inside\.example\.com leads .* 10\.0\.0\.1 is a private/) } },
      ],
    });
  });

  test('refuses one address and lets another pass', async () => {
    const { port } = await serving(leaf);
    const find = async () => ['127.0.0.1', '169.254.169.254'];
    expect(await seen(targetAt(port), { guard: guardFor({ vpc: false, allow: ['127.0.0.1'] }), find })).toMatchObject({
      addresses: [
        { ok: true, address: '127.0.0.1' },
        { ok: false, address: '169.254.169.254', failure: { reason: 'address-refused' } },
      ],
    });
  });
});

describe('the budget', () => {
  test('bounds how many addresses are looked at at the same time', async () => {
    const { port } = await serving(leaf);
    const budget = createBudget({ sockets: 2 });
    let most = 0;
    const { run, taken } = budget.sockets;
    const sockets: typeof budget.sockets = {
      taken,
      run: (work) =>
        run((waited) => {
          most = Math.max(most, taken());
          return work(waited);
        }),
    };
    const find = async () => ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'];
    await Promise.all(Array.from({ length: 4 }, () => seen(targetAt(port), { find, budget: { ...budget, sockets } })));
    expect({ most, left: taken() }).toEqual({ most: 2, left: 0 });
  });

  test('bounds how many names are looked up at the same time', async () => {
    const budget = createBudget({ names: 2 });
    let [now, most] = [0, 0];
    const find = async () => {
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now--;
      throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
    };
    await Promise.all(Array.from({ length: 5 }, () => seen(targetAt(443), { find, timeout: 100, budget })));
    expect({ most, left: budget.names.taken() }).toEqual({ most: 2, left: 0 });
  });

  test.each(['sockets', 'names'] as const)('does not book the wait for %s to the endpoint', async (scarce) => {
    const { port } = await started(startSilent());
    const budget = createBudget({ [scarce]: 1 });
    const look = { timeout: 300, find: async () => ['127.0.0.1'], budget };
    let freed = 0;
    // Holds the only place for longer than a look may take.
    const holding = budget[scarce].run(async () => {
      await new Promise<void>((resolve) => setTimeout(resolve, 400));
      freed = performance.now();
    });
    expect(await seen(targetAt(port), look)).toMatchObject({ addresses: [{ failure: { reason: 'timed-out' } }] });
    await holding;
    expect(performance.now() - freed).toBeGreaterThan(250);
  });

  test('gets a socket back from an endpoint that refuses', async () => {
    const budget = createBudget({ sockets: 1 });
    const look = { timeout: 100, find: async () => ['127.0.0.1'], budget };
    expect(await seen(targetAt(await freePort()), look)).toMatchObject({ addresses: [{ ok: false }] });
    expect(budget.sockets.taken()).toBe(0);
  });
});
