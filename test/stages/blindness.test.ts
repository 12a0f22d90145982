import { createServer } from 'node:net';
import { DAY, HOUR } from '../../lambda/core/instant';
import type { Row } from '../../lambda/core/row';
import { createAuthority, type Issued } from '../servers/certificates';
import { listening, type Running } from '../servers/running';
import { startTlsServer } from '../servers/tls-server';
import { openWorld, type TestWorld } from './world';

// OpenSSL judges by the machine's clock, so that the sweeps have to begin now.
const NOW = Date.now();
const MONITOR = 'monitor:cloud';

let here: TestWorld;
let servers: Running[];
let leaf: Issued;
let ca: Issued;

beforeAll(async () => {
  ca = await createAuthority({ name: 'Test CA' });
  leaf = await ca.issue({ name: 'service', names: ['service.example'], notAfter: NOW + 21 * DAY });
});
beforeEach(async () => {
  servers = await Promise.all([1, 2].map(() => startTlsServer({ certificate: leaf.fullChain, key: leaf.key })));
  here = await openWorld(NOW);
  const { sweep, world } = here;
  const look = { ...world.look, now: () => here.now, privateCa: ca.certificate };
  here = { ...here, sweep: (changes) => sweep({ look, ...changes }) };
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await here.close();
});

/** That many rows for services of this server. */
function rows(count: number, server = 0, client = 'Contoso'): Row[] {
  return Array.from({ length: count }, (_, i) => ({
    target: `tls://service.example:${servers[server]?.port}#${server}${i}`,
    address: '127.0.0.1',
    trust: 'private',
    // Five rungs, none of them near.
    ladder: '5,4,3,2,1',
    client,
  }));
}

async function goes(what: 'down' | 'up', server = 0): Promise<void> {
  const running = servers[server];
  if (what === 'down') return running?.close();
  const port = running?.port ?? 0;
  servers[server] = await startTlsServer({ certificate: leaf.fullChain, key: leaf.key, port });
}

/** What stands in the way answers each hand-shake: with an alert (RFC 8446 §6), or as a proxy does that knows no TLS. */
async function isAnswered(how: 'refused' | 'in the clear', server = 0): Promise<void> {
  await goes('down', server);
  const words =
    how === 'refused' ? Buffer.of(0x15, 3, 3, 0, 2, 2, 40) : 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n';
  const between = createServer((socket) => socket.once('data', () => socket.end(words)));
  servers[server] = await listening(between, undefined, servers[server]?.port);
}

async function isBack(server = 0): Promise<void> {
  await goes('down', server);
  await goes('up', server);
}

/** Sweeps every so many hours and says what was told, by the hour. */
async function hourly(hours: number, step = 1): Promise<string[]> {
  const told: string[] = [];
  for (let hour = 0; hour < hours; hour += step) {
    here.now += step * HOUR;
    for (const line of await here.sweep()) told.push(`${Math.round((here.now - NOW) / HOUR)} ${line}`);
  }
  return told;
}

async function latest() {
  return here.world.results.latest();
}

test('a day without a network is one notice, its end another, and nothing is called unreachable', async () => {
  await here.put(...rows(6), ...rows(4, 1, 'Fabrikam'));
  expect(await here.sweep()).toEqual([]);
  const before = await latest();
  await Promise.all([goes('down', 0), goes('down', 1)]);
  expect(await hourly(30, 2)).toEqual(['2 -: monitor-blind']);
  const during = await latest();
  expect(during.get(MONITOR)).toMatchObject({
    kind: 'monitor',
    severity: 'critical',
    noticed: { blind: { lost: 10 } },
  });
  during.delete(MONITOR);
  expect(during).toEqual(before);
  await Promise.all([goes('up', 0), goes('up', 1)]);
  expect(await hourly(6, 2)).toEqual(['32 -: recovered']);
  expect(await hourly(4, 2)).toEqual([]);
  expect((await latest()).get(MONITOR)).toMatchObject({ severity: 'ok', findings: [] });
});

describe.each(['refused', 'in the clear'] as const)(
  'where every hand-shake is answered %s by something in between',
  (how) => {
    test('that is one notice, its end another, and nothing is called broken or unreachable', async () => {
      await here.put(...rows(6), ...rows(4, 1, 'Fabrikam'));
      await here.sweep();
      const before = await latest();
      await Promise.all([isAnswered(how, 0), isAnswered(how, 1)]);
      expect(await hourly(72, 6)).toEqual(['6 -: monitor-blind']);
      const during = await latest();
      during.delete(MONITOR);
      expect(during).toEqual(before);
      await Promise.all([isBack(0), isBack(1)]);
      expect(await hourly(12, 6)).toEqual(['78 -: recovered']);
    });

    test('for days and others are seen, each is told as what it is', async () => {
      await here.put(...rows(6), ...rows(5, 1));
      await here.sweep();
      await isAnswered(how);
      const as = how === 'refused' ? '66 Contoso: unreachable' : '60 Contoso: broken';
      const told = await hourly(72, 6);
      expect(told.slice(0, 3).sort()).toEqual(['6 -: monitor-blind', '60 -: recovered', as].sort());
    });
  },
);

test('some are cut off and others answered by something in between, and it is one and the same', async () => {
  await here.put(...rows(3), ...rows(3, 1, 'Fabrikam'));
  await here.sweep();
  await Promise.all([goes('down', 0), isAnswered('in the clear', 1)]);
  expect(await hourly(3)).toEqual(['1 -: monitor-blind']);
});

test.each([
  ['four that speak no TLS any more are theirs', 4, 0],
  ['so are five of eleven', 5, 6],
])('%s, not ours, and told at once', async (_, gone, others) => {
  await here.put(...rows(gone), ...rows(others, 1));
  await here.sweep();
  await isAnswered('in the clear');
  expect(await hourly(2)).toEqual(['1 Contoso: broken']);
});

test('new rows that speak no TLS are wrong rows, not a blind monitor', async () => {
  await isAnswered('in the clear');
  await here.put(...rows(5));
  expect(await hourly(2)).toEqual(['1 Contoso: broken']);
  expect((await latest()).has(MONITOR)).toBe(false);
});

test('what is due by date is told all the same, and what was wrong is so still', async () => {
  const wrong = {
    ...rows(1)[0],
    target: `tls://service.example:${servers[0]?.port}#wrong`,
    servername: 'other.example',
  };
  await here.put(...rows(5), { ...wrong, ladder: '20,1' });
  expect(await here.sweep()).toEqual(['Contoso: broken']);
  await goes('down');
  expect(await hourly(48, 12)).toEqual(['12 -: monitor-blind', '24 Contoso: due']);
  const result = (await latest()).get(wrong.target);
  expect(result).toMatchObject({ severity: 'critical', seen: true, checkedAt: NOW });
  expect(result?.findings.map(({ reason }) => reason)).toEqual(['name-mismatch', 'expiring']);
  await goes('up');
  // The critical fault is told again, as it is every day that it is seen.
  expect(await hourly(12, 12)).toEqual(['60 -: recovered', '60 Contoso: broken']);
});

test('a first sweep without a network is one notice, and what it then sees is told as at first sight', async () => {
  await here.put(...rows(6), ...rows(4, 1, 'Fabrikam'));
  await Promise.all([goes('down', 0), goes('down', 1)]);
  expect(await hourly(6, 2)).toEqual(['2 -: monitor-blind']);
  const during = await latest();
  expect([...during.keys()]).toEqual([MONITOR]);
  expect(during.get(MONITOR)).toMatchObject({ noticed: { blind: { known: 10, lost: 10, first: true } } });
  expect(during.get(MONITOR)?.summary).toContain('10 of the 10 endpoints, nearly all looked at for the first time,');
  await Promise.all([goes('up', 0), goes('up', 1)]);
  expect(await hourly(2, 2)).toEqual(['8 -: recovered']);
  expect((await latest()).size).toBe(11);
});

test('rows that nobody has ever reached are told as what they are after two days', async () => {
  await here.put(...rows(5));
  await goes('down');
  expect(await hourly(72, 6)).toEqual(['6 -: monitor-blind', '60 -: recovered', '66 Contoso: unreachable']);
});

test('four that fail together are theirs, not ours', async () => {
  await here.put(...rows(4));
  await here.sweep();
  await goes('down');
  expect(await hourly(3)).toEqual(['2 Contoso: unreachable']);
});

test('less than half is theirs, not ours', async () => {
  await here.put(...rows(5), ...rows(6, 1));
  await here.sweep();
  await goes('down');
  expect(await hourly(3)).toEqual(['2 Contoso: unreachable']);
  expect((await latest()).has(MONITOR)).toBe(false);
});

test('what stays away for days while others are reached is told as what it is', async () => {
  await here.put(...rows(6), ...rows(5, 1));
  await here.sweep();
  await goes('down');
  expect(await hourly(72, 6)).toEqual(['6 -: monitor-blind', '60 -: recovered', '66 Contoso: unreachable']);
});

test('what was unreachable before, and what is new, says nothing of the network and is not judged by its failure', async () => {
  await here.put(...rows(5));
  await here.sweep();
  await goes('down', 1);
  await here.put(...rows(3, 1, 'Fabrikam'));
  expect(await hourly(1)).toEqual([]);
  await goes('down', 0);
  await here.put(...rows(5, 1, 'Newcomer'));
  // Three are looked at for the second time, and are as little to be believed as the two that nobody ever saw.
  expect(await hourly(3)).toEqual(['2 -: monitor-blind']);
  const results = [...(await latest()).values()].filter(({ target }) => target.includes(`:${servers[1]?.port}#`));
  expect(results.map(({ client, memory }) => `${client} ${memory.unseen}`)).toEqual(Array(3).fill('Fabrikam 1'));
});

test('the row of the monitor says whose it is, and can mute it, but not switch it off', async () => {
  await here.put({ target: ' Monitor:Cloud ', client: 'Operations', owner: 'anna', enabled: 'no' }, ...rows(5));
  await here.sweep();
  await goes('down');
  expect(await hourly(1)).toEqual(['1 -: monitor-blind']);
  await here.put({ target: MONITOR, client: 'Operations', owner: 'anna' });
  expect(await hourly(1)).toEqual([]);
  expect((await latest()).get(MONITOR)).toMatchObject({ client: 'Operations', owner: 'anna' });
});

test('the prober of another location has a target of its own, and no other touches it', async () => {
  const elsewhere = { location: 'hq' };
  await here.put(...rows(5).map((row) => ({ ...row, ...elsewhere })), { target: 'monitor:hq', owner: 'anna' });
  expect(await here.sweep()).toEqual([]);
  expect(await here.sweep(elsewhere)).toEqual([]);
  await goes('down');
  expect(await here.sweep(elsewhere)).toEqual(['-: monitor-blind']);
  expect(await here.sweep()).toEqual([]);
  expect((await latest()).get('monitor:hq')).toMatchObject({ location: 'hq', owner: 'anna', severity: 'critical' });
});
