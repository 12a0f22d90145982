import { DAY } from '../../lambda/core/instant';
import { type Authority, createAuthority, type Issued } from '../servers/certificates';
import * as odd from '../servers/odd-servers';
import { closeAll, type Given, looked, lookedAtOne, NOW, serving, started, targetAt } from './endpoint';

let ca: Authority;
let leaf: Issued;
let byCa: Given;

beforeAll(async () => {
  ca = await createAuthority({ name: 'Test CA' });
  leaf = await ca.issue({ name: 'service', names: ['www.example.com', '127.0.0.1', '::1'] });
  byCa = { privateCa: ca.certificate };
});

afterEach(closeAll);

describe('a service that is well', () => {
  it('is seen at the address that its name has, by that name', async () => {
    const { port, seen } = await serving(leaf);
    expect(await lookedAtOne(targetAt(port), byCa)).toMatchObject({
      ok: true,
      address: '127.0.0.1',
      verdict: { trusted: true },
      nameMatches: true,
      chain: [{ subject: 'CN=service' }, { subject: 'CN=Test CA' }],
    });
    expect(new Set(seen)).toEqual(new Set(['www.example.com']));
  });

  it('is seen at the address in the row instead, without a look-up', async () => {
    const { port, seen } = await serving(leaf);
    const target = targetAt(port, { host: 'intern.example.com', address: '127.0.0.1' });
    expect(await lookedAtOne(target, { ...byCa, find: async () => [] })).toMatchObject({
      ok: true,
      nameMatches: false,
    });
    expect(new Set(seen)).toEqual(new Set(['intern.example.com']));
  });

  it('is asked for the server name in the row, and judged by it', async () => {
    const { port, seen } = await serving(leaf);
    const target = targetAt(port, { host: 'lb.example.com', servername: 'www.example.com' });
    expect(await lookedAtOne(target, byCa)).toMatchObject({ ok: true, nameMatches: true });
    expect(new Set(seen)).toEqual(new Set(['www.example.com']));
  });

  it('is found at a name that stands in the address of the row', async () => {
    const { port } = await serving(leaf);
    const asked: string[] = [];
    const find = async (name: string) => {
      asked.push(name);
      return ['127.0.0.1'];
    };
    const observation = await looked(targetAt(port, { address: 'lb.example.com' }), { ...byCa, find });
    expect(observation).toMatchObject({ saw: 'endpoint', addresses: [{ ok: true, nameMatches: true }] });
    expect(asked).toEqual(['lb.example.com']);
  });

  it('is seen over IPv6, or there is no route to it', async () => {
    const hasIpv6 = await serving(leaf, { address: '::1' }).catch(() => undefined);
    const seen = await lookedAtOne(targetAt(hasIpv6?.port ?? 443, { host: '::1' }));
    expect(seen).toMatchObject(
      hasIpv6 ? { ok: true, address: '::1', nameMatches: true } : { ok: false, failure: { reason: 'no-route' } },
    );
  });
});

describe('a service with several addresses', () => {
  it('is seen at each, though each serves another certificate', async () => {
    const expired = await ca.issue({
      name: 'old',
      names: ['www.example.com'],
      notBefore: NOW - 9 * DAY,
      notAfter: NOW - DAY,
    });
    const { port } = await serving(leaf);
    await serving(expired, { address: '127.0.0.2', port });
    expect(await looked(targetAt(port), { ...byCa, find: async () => ['127.0.0.1', '127.0.0.2'] })).toMatchObject({
      saw: 'endpoint',
      addresses: [
        { ok: true, address: '127.0.0.1', verdict: { trusted: true }, chain: [{ subject: 'CN=service' }, {}] },
        { ok: true, address: '127.0.0.2', verdict: { reason: 'date' }, chain: [{ subject: 'CN=old' }, {}] },
      ],
    });
  });

  it('is seen where it is up, with the failure where it is not', async () => {
    const { port } = await serving(leaf);
    expect(await looked(targetAt(port), { ...byCa, find: async () => ['127.0.0.2', '127.0.0.1'] })).toMatchObject({
      saw: 'endpoint',
      addresses: [
        { ok: true, address: '127.0.0.1' },
        { ok: false, address: '127.0.0.2', failure: { reason: 'refused' } },
      ],
    });
  });

  it('is still an endpoint where none answers, each with its failure', async () => {
    const port = await odd.freePort();
    expect(await looked(targetAt(port), { ...byCa, find: async () => ['127.0.0.1', '127.0.0.2'] })).toMatchObject({
      saw: 'endpoint',
      addresses: [{ failure: { reason: 'refused' } }, { failure: { reason: 'refused' } }],
    });
  });

  it('is looked at everywhere at the same time', async () => {
    const { port } = await started(odd.startSilent());
    const addresses = Array.from({ length: 12 }, (_, i) => `127.0.0.${i + 1}`);
    const start = performance.now();
    await looked(targetAt(port), { find: async () => addresses, timeout: 300 });
    expect(performance.now() - start).toBeLessThan(1_500);
  });
});

describe('a name', () => {
  const failing = (code: string) => async () => {
    throw Object.assign(new Error(`getaddrinfo ${code}`), { code });
  };

  it.each([
    ['that does not exist', 'ENOTFOUND', 'no-such-host', 'The name gone.invalid has no address in DNS.'],
    [
      'whose resolver is down',
      'EAI_AGAIN',
      'dns-failed',
      'The name gone.invalid could not be looked up: DNS says EAI_AGAIN.',
    ],
  ])('%s shows nothing', async (_, code, reason, sentence) => {
    const observation = await looked(targetAt(443, { host: 'gone.invalid' }), { timeout: 200, find: failing(code) });
    expect(observation).toEqual({ saw: 'nothing', failure: { reason, sentence } });
  });

  it('whose resolver never answers ends with the time', async () => {
    const began = performance.now();
    const observation = await looked(targetAt(443), { timeout: 200, find: () => new Promise(() => undefined) });
    expect(observation).toMatchObject({ saw: 'nothing', failure: { reason: 'timed-out' } });
    expect(performance.now() - began).toBeLessThan(1_200);
  });

  it('whose resolver fails once is looked up again', async () => {
    const { port } = await serving(leaf);
    const answers = [failing('EAI_AGAIN'), async () => ['127.0.0.1']];
    const observation = await looked(targetAt(port), {
      timeout: 200,
      find: async () => (await answers.shift()?.()) ?? [],
    });
    expect(observation).toMatchObject({ saw: 'endpoint', addresses: [{ ok: true }] });
  });
});
