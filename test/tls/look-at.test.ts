import { connect, createServer, type Server } from 'node:net';
import { DAY } from '../../lambda/core/instant';
import type { KnownChain, Remembered } from '../../lambda/core/known-chain';
import type { AddressObservation } from '../../lambda/core/observation';
import { createSlots } from '../../lambda/tls/budget';
import type { CaQuestion } from '../../lambda/tls/ca-answers';
import { type Going, lookAt } from '../../lambda/tls/look-at';
import { type Authority, createAuthority, type Issued } from '../servers/certificates';
import { startResetting } from '../servers/odd-servers';
import { type RunningTls, startTlsServer } from '../servers/tls-server';
import { endpointOf, NAMES } from './scene';

let ca: Authority;
let issuing: Issued;
let running: RunningTls;
let counted: { port: number; connections: () => number; close: () => Promise<void> };

const NOTHING: Remembered = { chains: [], near: false, wrong: false };

async function serve(options: Partial<Parameters<typeof startTlsServer>[0]> = {}) {
  const issued = await issuing.issue({ name: 'service', names: NAMES });
  running = await startTlsServer({ certificate: issued.fullChain, key: issued.key, ...options });
  counted = await counting(running.port);
  return issued;
}

/** Stands before the service and counts who comes. */
async function counting(port: number) {
  let connections = 0;
  const server: Server = createServer((front) => {
    connections++;
    const back = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [front, back],
      [back, front],
    ] as const) {
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
    front.pipe(back).pipe(front);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port: address.port, connections: () => connections, close };
}

beforeAll(async () => {
  ca = await createAuthority({ name: 'Test CA' });
  issuing = await ca.issue({ name: 'Issuing CA', intermediate: true });
});
afterEach(async () => {
  await counted.close();
  await running.close();
});

async function look(going: Partial<Going> = {}) {
  const before = counted.connections();
  const endpoint = { ...endpointOf({ address: '127.0.0.1', port: counted.port }), privateCa: ca.certificate };
  const seen = await lookAt(endpoint, { remembered: NOTHING, ...going }, performance.now() + 5_000);
  return { seen, connections: counted.connections() - before };
}

function settled(seen: AddressObservation): KnownChain {
  if (!seen.ok || seen.settled === undefined) throw new Error(`nothing is settled: ${JSON.stringify(seen)}`);
  return seen.settled;
}

function knowing(...chains: KnownChain[]): { remembered: Remembered } {
  return { remembered: { ...NOTHING, chains } };
}

test('the first look is the full check, and a reading of what is sent beside it', async () => {
  await serve();
  const { seen, connections } = await look();
  expect(connections).toBe(2);
  expect(seen).toMatchObject({ ok: true, protocol: 'TLSv1.3', verdict: { trusted: true }, nameMatches: true });
  expect(seen.ok && seen.sent?.map(({ subject }) => subject)).toEqual(['CN=service', 'CN=Issuing CA']);
  expect(settled(seen)).toMatchObject({
    trusted: true,
    tls13Only: false,
    chainHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test('the next look reads alone, and comes to the same', async () => {
  await serve();
  const first = (await look()).seen;
  const { seen, connections } = await look(knowing(settled(first)));
  expect(connections).toBe(1);
  expect(seen).toMatchObject({
    ok: true,
    protocol: 'TLSv1.2',
    verdict: { trusted: true },
    nameMatches: true,
    settled: settled(first),
  });
  const subjects = (one: AddressObservation) => one.ok && one.chain.map(({ subject }) => subject);
  expect(subjects(seen)).toEqual(['CN=service', 'CN=Issuing CA']);
});

test('another certificate is not confirmed, but checked in full', async () => {
  await serve();
  const known = settled((await look()).seen);
  const other = await issuing.issue({ name: 'renewed', names: NAMES });
  running.replace({ certificate: other.fullChain, key: other.key });
  const { seen } = await look(knowing(known));
  expect(seen).toMatchObject({ ok: true, protocol: 'TLSv1.3', chain: [{ subject: 'CN=renewed' }, {}, {}] });
  expect(settled(seen).chainHash).not.toBe(known.chainHash);
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'of %s on, what is known by its leaf is looked at in full',
  (minVersion) => {
    test('where it stops sending its intermediate', async () => {
      const issued = await serve({ minVersion });
      const known = settled((await look()).seen);
      running.replace({ certificate: issued.certificate, key: issued.key });
      expect((await look(knowing(known))).seen).toMatchObject({
        ok: true,
        verdict: { trusted: false, reason: 'chain-incomplete' },
      });
    });

    test('where it sends another intermediate for the same key', async () => {
      const issued = await serve({ minVersion });
      const known = settled((await look()).seen);
      const stray = await ca.issue({ name: 'Stray CA', intermediate: true });
      running.replace({ certificate: issued.fullChain + stray.certificate, key: issued.key });
      const { seen } = await look(knowing(known));
      expect(seen.ok && seen.sent?.map(({ subject }) => subject)).toEqual([
        'CN=service',
        'CN=Issuing CA',
        'CN=Stray CA',
      ]);
      expect(settled(seen).chainHash).not.toBe(known.chainHash);
    });

    test('where its row trusts others than before', async () => {
      await serve({ minVersion });
      const known = settled((await look()).seen);
      expect((await look(knowing({ ...known, trustKey: 'public' }))).connections).toBe(2);
    });

    test('where the clock was set back meanwhile', async () => {
      await serve({ minVersion });
      const known = settled((await look()).seen);
      expect((await look(knowing({ ...known, verifiedAt: known.verifiedAt + 1 }))).connections).toBe(2);
    });
  },
);

test.each<[string, Partial<Remembered>]>([
  ['anything was wrong', { wrong: true }],
  ['the date is near', { near: true }],
])('the look is full again where %s', async (_, state) => {
  await serve();
  const chains = [settled((await look()).seen)];
  const { seen } = await look({ remembered: { ...NOTHING, chains, ...state } });
  expect(seen).toMatchObject({ ok: true, protocol: 'TLSv1.3' });
});

test('a server of TLS 1.3 alone is read by a hello of its own, and by no other once it is known', async () => {
  await serve({ minVersion: 'TLSv1.3' });
  const first = await look();
  expect(first.connections).toBe(3);
  expect(first.seen.ok && first.seen.sent?.map(({ subject }) => subject)).toEqual(['CN=service', 'CN=Issuing CA']);
  const known = settled(first.seen);
  expect(known).toMatchObject({ tls13Only: true, chainHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const { seen, connections } = await look(knowing(known));
  expect(connections).toBe(1);
  expect(seen).toMatchObject({ ok: true, protocol: 'TLSv1.3', verdict: { trusted: true }, settled: known });
});

test('a server that has got TLS 1.2 since is found out', async () => {
  const issued = await serve({ minVersion: 'TLSv1.3' });
  const known = settled((await look()).seen);
  await counted.close();
  await running.close();
  running = await startTlsServer({ certificate: issued.fullChain, key: issued.key, maxVersion: 'TLSv1.2' });
  counted = await counting(running.port);
  const { seen, connections } = await look(knowing(known));
  expect(seen).toMatchObject({ protocol: 'TLSv1.2', settled: known });
  expect(connections).toBe(2);
});

describe('a server that no reader gets anything of', () => {
  // Neither TLS 1.2 nor the one group that the reader has a share of.
  const refusing = { minVersion: 'TLSv1.3', ecdhCurve: 'P-384' } as const;

  test('is not asked by it again within the day', async () => {
    await serve(refusing);
    const first = await look();
    expect(first.seen).toMatchObject({ ok: true, verdict: { trusted: true } });
    expect(first.connections).toBe(3);
    expect(settled(first.seen)).toMatchObject({ refusesReader: true, chainHash: '' });
    const second = await look(knowing(settled(first.seen)));
    expect(second.connections).toBe(1);
    expect(settled(second.seen)).toMatchObject({ refusesReader: true, chainHash: '' });
  });

  test.each([
    ['the next day', -DAY],
    ['where the clock was set back meanwhile', 1],
  ])('is asked again %s', async (_, later) => {
    await serve(refusing);
    const known = settled((await look()).seen);
    const verifiedAt = known.verifiedAt + later;
    expect((await look(knowing({ ...known, verifiedAt, checkAgainAt: verifiedAt + DAY }))).connections).toBe(3);
  });
});

test('a server that turns strangers away in the hand-shake shows its certificate all the same', async () => {
  await serve({ requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2', ca: ca.certificate });
  const { seen } = await look();
  expect(seen).toMatchObject({
    ok: true,
    clientCertificate: 'required',
    verdict: { trusted: false, reason: 'unjudged' },
    nameMatches: true,
    incomplete: { reason: expect.any(String) },
  });
  expect(seen.ok && seen.chain.map(({ subject }) => subject)).toEqual(['CN=service', 'CN=Issuing CA']);
  expect(seen).not.toHaveProperty('settled');
});

test.each([
  ['twice where it was not known that nothing can be seen there', ['127.0.0.2'], 2],
  ['once where nothing could be seen there the last time', ['127.0.0.1'], 1],
])('an address is tried %s', async (_, unreached, expected) => {
  await serve();
  await counted.close();
  const resetting = await startResetting();
  counted = await counting(resetting.port);
  const { seen, connections } = await look({ remembered: { ...NOTHING, wrong: true, unreached } });
  await resetting.close();
  expect({ ok: seen.ok, connections }).toEqual({ ok: false, connections: expected });
});

test('where nothing could be seen the last time, no place of a full check is taken', async () => {
  await serve();
  const fullChecks = createSlots(0);
  const remembered = { ...NOTHING, wrong: true, unreached: ['127.0.0.1'] };
  expect((await look({ remembered, fullChecks })).seen).toMatchObject({ ok: true, verdict: { trusted: true } });
});

describe('the CA', () => {
  const answer = {
    revocation: { status: 'revoked', by: 'crl', at: 1 },
    renewal: { askAgainAt: 2 },
    preflight: { at: 3, obstacles: [{ why: 'name-gone', name: 'old.test' }] },
  } as const;
  const { renewal, ...shown } = answer;

  test('is asked about what a full check trusts, with the leaf and its issuer, and its answer is kept', async () => {
    const issued = await serve();
    const asked: CaQuestion[] = [];
    const asking = async (question: CaQuestion) => {
      asked.push(question);
      return answer;
    };
    const { seen } = await look({ ca: asking });
    expect(
      asked.map(({ evidence }) =>
        [evidence.leaf, evidence.issuer].map((der) => Buffer.from(der ?? []).toString('hex')),
      ),
    ).toEqual([[issued.der, issuing.der].map((der) => Buffer.from(der).toString('hex'))]);
    expect(seen).toMatchObject({ ...shown, settled: answer });

    const confirmed = await look({ ca: asking, ...knowing(settled(seen)) });
    expect(asked).toHaveLength(1);
    expect(confirmed.seen).toMatchObject({ protocol: 'TLSv1.2', ...shown, settled: answer });
  });

  test('is not asked about what is not trusted', async () => {
    const issued = await serve();
    running.replace({ certificate: issued.certificate, key: issued.key });
    const ask = jest.fn(async () => ({}));
    await look({ ca: ask });
    expect(ask).not.toHaveBeenCalled();
  });

  test('need not be asked for what it has revoked to stay so, where the certificate is not trusted any more', async () => {
    const issued = await serve();
    const known = settled((await look({ ca: async () => answer })).seen);
    running.replace({ certificate: issued.certificate, key: issued.key });
    const { seen } = await look({ ca: async () => ({}), ...knowing(known) });
    expect(seen).toMatchObject({ verdict: { trusted: false }, revocation: answer.revocation, settled: answer });
  });

  test('nor where strangers are turned away since', async () => {
    const issued = await serve();
    const known = settled((await look({ ca: async () => answer })).seen);
    await counted.close();
    await running.close();
    const strict = { requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2', ca: ca.certificate } as const;
    running = await startTlsServer({ ...strict, certificate: issued.fullChain, key: issued.key });
    counted = await counting(running.port);
    const { seen } = await look({ ca: async () => ({}), ...knowing({ ...known, trusted: false }) });
    expect(seen).toMatchObject({ clientCertificate: 'required', revocation: answer.revocation });
  });
});
