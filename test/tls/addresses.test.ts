import { addressesOf } from '../../lambda/tls/addresses';

const SOUGHT = { host: 'www.example.com', port: 443, timeout: 1_000 };

function soon(): number {
  return performance.now() + 1_000;
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

it.each<[string, string[], string[]]>([
  ['all addresses of a name', ['192.0.2.1', '2001:db8::1'], ['192.0.2.1', '2001:db8::1']],
  ['each once', ['192.0.2.1', '192.0.2.2', '192.0.2.1'], ['192.0.2.1', '192.0.2.2']],
  [
    'them in an order of their own',
    ['2001:db8::1', '192.0.2.10', '192.0.2.9'],
    ['192.0.2.9', '192.0.2.10', '2001:db8::1'],
  ],
])('gives %s', async (_, found, addresses) => {
  expect(await addressesOf(SOUGHT, async () => found, soon())).toEqual({ addresses, rest: [] });
});

it('gives the first sixteen, and names the rest', async () => {
  const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `192.0.2.${from + i}`);
  const found = numbered(0, 40).reverse();
  expect(await addressesOf(SOUGHT, async () => found, soon())).toEqual({
    addresses: numbered(0, 16),
    rest: numbered(16, 40),
  });
});

it.each(['192.0.2.7', '2001:db8::7'])('%s is its own address and is looked up nowhere', async (host) => {
  expect(await addressesOf({ ...SOUGHT, host }, never, soon())).toEqual({ addresses: [host], rest: [] });
});

it('a name without any address is no such host', async () => {
  expect(await addressesOf(SOUGHT, async () => [], soon())).toMatchObject({ failure: { reason: 'no-such-host' } });
});

it.each([
  ['ENOTFOUND', 'no-such-host'],
  ['EAI_AGAIN', 'dns-failed'],
])('%s of the resolver is %s', async (code, reason) => {
  const find = async () => {
    throw Object.assign(new Error(code), { code });
  };
  expect(await addressesOf(SOUGHT, find, soon())).toMatchObject({ failure: { reason } });
});

it('a resolver that never answers ends with the time', async () => {
  const start = performance.now();
  expect(await addressesOf(SOUGHT, never, start + 50)).toMatchObject({ failure: { reason: 'timed-out' } });
  expect(performance.now() - start).toBeLessThan(1_000);
});
