import { HOUR } from '../../lambda/core/instant';
import type { Failure } from '../../lambda/core/observation';
import type { Row } from '../../lambda/core/row';
import type { Prober } from '../../lambda/stages/world';
import { certificate, endpoint, NOW, serving, unseen } from '../core/builders';
import { openWorld, type TestWorld } from './world';

const MONITOR = 'monitor:cloud';
const [V4, V6] = ['192.0.2.1', '2001:db8::1'] as const;
const TIMED_OUT: Failure = { reason: 'timed-out', sentence: 'It did not answer in time.' };

let here: TestWorld;
/** Whether a host is not reached at an address. */
let lost: (host: string, address: string) => boolean;
let failure: Failure;

beforeEach(async () => {
  lost = () => false;
  failure = TIMED_OUT;
  here = await openWorld(NOW);
});
afterEach(() => here.close());

/** Hosts have both kinds of addresses, but those that are called so. */
const probe: NonNullable<Prober['probe']> = async (target) => {
  if (target.kind !== 'tls') throw new Error('no endpoint');
  const { host } = target;
  const its = [V4, V6].filter((address) => !host.startsWith(address === V4 ? 'v6' : 'v4'));
  const at = (address: string) =>
    lost(host, address)
      ? unseen(failure, address)
      : serving(
          certificate(80),
          { nameMatches: !(host.startsWith('wrong') || (host.startsWith('odd') && address === V6)) },
          address,
        );
  return [{ target, observation: endpoint(...its.map(at)) }];
};

function rows(count: number, name = 'both', clients = 20): Row[] {
  return Array.from({ length: count }, (_, i) => ({ target: `${name}${i}.example`, client: `Client ${i % clients}` }));
}

async function hourly(hours: number, step = 1): Promise<string[]> {
  const told: string[] = [];
  for (let hour = 0; hour < hours; hour += step) {
    here.now += step * HOUR;
    for (const line of await here.sweep({ probe })) told.push(`${Math.round((here.now - NOW) / HOUR)} ${line}`);
  }
  return told;
}

async function latest() {
  return here.world.results.latest();
}

const withoutIpv6 = (_: string, address: string) => address === V6;

test('a prober that loses IPv6 alone is one notice, its end another, and no address is called unreachable', async () => {
  await here.put(...rows(60), ...rows(3, 'v4'), ...rows(2, 'v6'));
  await hourly(1);
  const before = await latest();
  lost = withoutIpv6;
  expect(await hourly(6)).toEqual(['2 -: monitor-blind']);
  const during = await latest();
  expect(during.get(MONITOR)).toMatchObject({
    severity: 'critical',
    summary:
      'Since Sun 22 Nov 2026, 14:00 UTC, none of the 60 endpoints that are seen by IPv4, and could be seen by IPv6 before, can be reached by IPv6 from “cloud”; on that evidence no IPv6 address is called unreachable for two days.',
    noticed: { blind: { known: 60, lost: 60, family: 'IPv6' } },
  });
  during.delete(MONITOR);
  const state = (results: typeof before) =>
    [...results.values()].map(({ target, severity, seen, addresses, memory: { unseen, told } }) => [
      ...[target, severity, seen, unseen, told],
      addresses.map(({ address, sha256 }) => `${address} ${sha256}`).sort(),
    ]);
  expect(state(during)).toEqual(state(before));
  lost = () => false;
  expect(await hourly(3)).toEqual(['8 -: recovered']);
});

test('what is wrong besides is told, also of new rows, and stays wrong', async () => {
  await here.put(...rows(5));
  await hourly(1);
  lost = withoutIpv6;
  expect(await hourly(1)).toEqual(['2 -: monitor-blind']);
  await here.put(...rows(1, 'wrong'), ...rows(1, 'both-new'), ...rows(1, 'v6-new'));
  expect(await hourly(3)).toEqual(['3 Client 0: broken']);
  expect([...(await latest()).keys()]).not.toContain('v6-new0.example');
  lost = (host, address) => address === V6 || host === 'both1.example';
  expect(await hourly(3)).toEqual(['7 Client 1: unreachable']);
  lost = () => false;
  expect(await hourly(2)).toEqual(['9 -: recovered', '9 Client 1: recovered']);
});

test('what was wrong at the lost addresses alone has not been put right', async () => {
  await here.put(...rows(5), ...rows(1, 'odd'));
  expect(await hourly(1)).toEqual(['1 Client 0: broken']);
  lost = withoutIpv6;
  expect(await hourly(3)).toEqual(['2 -: monitor-blind']);
  lost = () => false;
  expect(await hourly(2)).toEqual(['5 -: recovered']);
});

test('what has lasted for two days is told as what it is', async () => {
  await here.put(...rows(5, 'both', 1));
  await hourly(1);
  lost = withoutIpv6;
  expect(await hourly(72, 6)).toEqual(['7 -: monitor-blind', '61 -: recovered', '67 Client 0: unreachable']);
});

test.each<[string, number, typeof lost]>([
  ['of which four lose it', 4, withoutIpv6],
  ['of which one still has it', 6, (host, address) => address === V6 && host !== 'both0.example'],
])('endpoints %s are told as what they are', async (_, count, are) => {
  await here.put(...rows(count, 'both', 1));
  await hourly(1);
  lost = are;
  expect(await hourly(3)).toEqual(['3 Client 0: unreachable']);
  expect((await latest()).has(MONITOR)).toBe(false);
});

test('a prober that loses first one family and then all has one notice, and none is called unreachable', async () => {
  await here.put(...rows(6));
  await hourly(1);
  lost = withoutIpv6;
  expect(await hourly(2)).toEqual(['2 -: monitor-blind']);
  lost = () => true;
  expect(await hourly(2)).toEqual([]);
  lost = withoutIpv6;
  expect(await hourly(2)).toEqual([]);
  lost = () => false;
  expect(await hourly(2)).toEqual(['8 -: recovered']);
});
