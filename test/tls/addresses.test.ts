import { addressesOf, systemLookup } from '../../lambda/tls/addresses';

const SOUGHT = { host: 'www.example.com', port: 443, timeout: 1_000 };

function soon(): number {
  return performance.now() + 1_000;
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

it.each<[string, string[], string[]]>([
  ['all addresses of a name, in their order', ['192.0.2.1', '2001:db8::1'], ['192.0.2.1', '2001:db8::1']],
  ['each once', ['192.0.2.1', '192.0.2.2', '192.0.2.1'], ['192.0.2.1', '192.0.2.2']],
  [
    'the first sixteen',
    Array.from({ length: 40 }, (_, i) => `192.0.2.${i}`),
    Array.from({ length: 16 }, (_, i) => `192.0.2.${i}`),
  ],
])('gives %s', async (_, found, addresses) => {
  expect(await addressesOf(SOUGHT, async () => found, soon())).toEqual(addresses);
});

it.each(['192.0.2.7', '2001:db8::7'])('%s is its own address and is looked up nowhere', async (host) => {
  expect(await addressesOf({ ...SOUGHT, host }, never, soon())).toEqual([host]);
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

it('the system knows localhost', async () => {
  expect(await systemLookup('localhost')).toContain('127.0.0.1');
});
