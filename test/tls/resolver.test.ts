import { createResolver, type ResolverOptions, systemLookup } from '../../lambda/tls/resolver';
import { type DnsFamily, type DnsReply, type DnsServer, startDnsServer, type Zone } from '../servers/dns-server';

const servers: DnsServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map(({ close }) => close()));
});

const MANY = Array.from({ length: 60 }, (_, i) => `192.0.2.${i}`);

const NAMES: Record<string, DnsReply | undefined> = {
  'both.example': { addresses: ['192.0.2.1', '192.0.2.2', '2001:db8::1'] },
  'four.example': { addresses: ['192.0.2.4'] },
  'six.example': { addresses: ['2001:db8::6'] },
  'empty.example': {},
  'alias.example': { alias: 'both.example', addresses: ['192.0.2.1', '2001:db8::1'] },
  'dangling.example': { alias: 'gone.example', code: 3 },
  'many.example': { addresses: MANY },
  'mapped.example': { addresses: ['::ffff:169.254.169.254'] },
  'broken.example': { code: 2 },
  'refused.example': { code: 5 },
  'silent.example': undefined,
};

/** Unlike the rest of the table: each family its own way. */
const BY_FAMILY: Record<string, Partial<Record<DnsFamily, DnsReply>>> = {
  'a-broken.example': { A: { code: 2 }, AAAA: { addresses: ['2001:db8::1'] } },
  'aaaa-broken.example': { A: { addresses: ['192.0.2.1'] }, AAAA: { code: 2 } },
  'aaaa-silent.example': { A: { addresses: ['192.0.2.1'] } },
  'none-and-broken.example': { A: {}, AAAA: { code: 2 } },
  'none-and-silent.example': { A: {} },
};

const zone: Zone = (name, family) => {
  if (name in BY_FAMILY) return BY_FAMILY[name]?.[family];
  return name in NAMES ? NAMES[name] : { code: 3 };
};

async function resolving(given: Zone, options: ResolverOptions = {}) {
  const server = await startDnsServer(given);
  servers.push(server);
  const defaults = { servers: [server.address], timeout: 2_000, tries: 2, hosts: async () => [], system: nobody };
  return { find: createResolver({ ...defaults, ...options }), asked: server.asked };
}

const LONG = { timeout: 10_000, tries: 4 };

/** A server that takes this many milliseconds for each answer. */
function after(time: number, reply: DnsReply): Zone {
  return () => new Promise((resolve) => setTimeout(resolve, time, reply));
}

async function nobody(name: string): Promise<never> {
  throw new Error(`The system was asked for ${name}.`);
}

function failing(code: string) {
  return async () => {
    throw Object.assign(new Error(code), { code });
  };
}

test.each<[string, string, string[]]>([
  ['all addresses of both families', 'both.example', ['192.0.2.1', '192.0.2.2', '2001:db8::1']],
  ['those of IPv4, where there are no others', 'four.example', ['192.0.2.4']],
  ['those of IPv6, where there are no others', 'six.example', ['2001:db8::6']],
  ['those of the name it is another name for', 'alias.example', ['192.0.2.1', '2001:db8::1']],
  ['all of very many', 'many.example', MANY],
  ['those of IPv6, where the server fails at IPv4', 'a-broken.example', ['2001:db8::1']],
  ['those of IPv4, where the server fails at IPv6', 'aaaa-broken.example', ['192.0.2.1']],
  ['those of IPv4, where IPv6 is never answered', 'aaaa-silent.example', ['192.0.2.1']],
  ['a name whatever its case', 'BOTH.Example', ['192.0.2.1', '192.0.2.2', '2001:db8::1']],
  ['an address of IPv4 in the clothes of IPv6 as such', 'mapped.example', ['::ffff:169.254.169.254']],
])('finds %s', async (_, name, addresses) => {
  const { find } = await resolving(zone);
  expect([...(await find(name))].sort()).toEqual([...addresses].sort());
});

test.each<[string, string, string]>([
  ['a name that does not exist', 'nowhere.example', 'ENOTFOUND'],
  ['a name without addresses', 'empty.example', 'ENOTFOUND'],
  ['another name for what does not exist', 'dangling.example', 'ENOTFOUND'],
  ['a server that fails', 'broken.example', 'ESERVFAIL'],
  ['a server that fails at one family, with nothing in the other', 'none-and-broken.example', 'ESERVFAIL'],
  ['a server that refuses', 'refused.example', 'EREFUSED'],
])('%s: %s is %s', async (_, name, code) => {
  const { find } = await resolving(zone);
  await expect(find(name)).rejects.toMatchObject({ code });
});

describe('a server that never answers', () => {
  test.each(['silent.example', 'none-and-silent.example'])('ends in time, and is no missing name: %s', async (name) => {
    const { find } = await resolving(zone, { timeout: 300 });
    const start = performance.now();
    await expect(find(name)).rejects.toMatchObject({ code: 'ETIMEOUT' });
    expect(performance.now() - start).toBeGreaterThan(290);
    expect(performance.now() - start).toBeLessThan(1_500);
  });

  test('is not asked any more when the time is over', async () => {
    const { find, asked } = await resolving(zone, { timeout: 200, tries: 4 });
    await expect(find('silent.example')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    const before = asked.length;
    // Without an end, the questions would come for the third and the fourth time after 0.6 s and 1.4 s.
    const slow = await resolving(after(1_700, { addresses: ['192.0.2.1'] }), LONG);
    await slow.find('slow.example');
    // Those of the second time may have been under way.
    expect(asked.length).toBeLessThanOrEqual(before + 2);
  });
});

describe('a server that answers for one family much later', () => {
  test('is waited for where the other has nothing', async () => {
    const late = after(1_700, { addresses: ['2001:db8::1'] });
    const { find } = await resolving((name, family, count) => (family === 'A' ? {} : late(name, family, count)), LONG);
    expect(await find('late.example')).toEqual(['2001:db8::1']);
  });

  test('is not waited for much longer where the other has addresses', async () => {
    const { find } = await resolving(zone, LONG);
    const start = performance.now();
    expect(await find('aaaa-silent.example')).toEqual(['192.0.2.1']);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});

test('a lost question is asked again', async () => {
  const { find, asked } = await resolving(
    (name, family, count) => (count === 1 ? undefined : zone(name, family, count)),
    {
      timeout: 3_000,
      tries: 3,
    },
  );
  expect(await find('four.example')).toEqual(['192.0.2.4']);
  expect(asked.length).toBeGreaterThan(2);
});

describe('localhost', () => {
  test.each<[string, string[], string[]]>([
    ['is the loopback of both families', [], ['127.0.0.1', '::1']],
    ['is what the hosts file says', ['127.0.0.1'], ['127.0.0.1']],
    ['is the loopback alone, whatever the hosts file says', ['192.0.2.1', '::1'], ['::1']],
    ['is never anything else', ['192.0.2.1'], ['127.0.0.1', '::1']],
  ])('%s', async (_, listed, addresses) => {
    const { find, asked } = await resolving(zone, { hosts: async () => listed });
    expect(await find('localhost')).toEqual(addresses);
    expect(await find('shop.localhost')).toEqual(addresses);
    expect(asked).toEqual([]);
  });
});

test('the hosts file comes before DNS', async () => {
  const hosts = async (name: string) => (name === 'both.example' ? ['192.0.2.77'] : []);
  const { find, asked } = await resolving(zone, { hosts });
  expect(await find('both.example')).toEqual(['192.0.2.77']);
  expect(asked).toEqual([]);
});

test('a hosts file that cannot be read for want of descriptors is no missing name', async () => {
  const { find } = await resolving(zone, { hosts: failing('EMFILE') });
  await expect(find('both.example')).rejects.toMatchObject({ code: 'EMFILE' });
});

describe('the system is asked', () => {
  const system = async () => ['192.0.2.99'];

  test.each(['fileserver', 'printer.local'])('for what DNS alone may not know: %s', async (name) => {
    const { find, asked } = await resolving(zone, { system });
    expect(await find(name)).toEqual(['192.0.2.99']);
    expect([...asked].sort()).toEqual([`${name} A`, `${name} AAAA`]);
  });

  test('and its word is the last', async () => {
    const { find } = await resolving(zone, { system: failing('EAI_AGAIN') });
    await expect(find('fileserver')).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  });

  test('but not for ever', async () => {
    const { find } = await resolving(zone, { system: () => new Promise(() => undefined), timeout: 100 });
    await expect(find('fileserver')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });

  test('where no name server is to be had', async () => {
    const { address, close } = await startDnsServer(zone);
    await close();
    const find = createResolver({ servers: [address], hosts: async () => [], system });
    expect(await find('both.example')).toEqual(['192.0.2.99']);
  });

  test('and not where DNS failed or knows the name', async () => {
    const { find } = await resolving(zone);
    await expect(find('broken.example')).rejects.toMatchObject({ code: 'ESERVFAIL' });
    expect(await find('four.example')).toEqual(['192.0.2.4']);
  });
});

describe('the cache', () => {
  test('asks once for a name that many want at the same time', async () => {
    const { find, asked } = await resolving(zone);
    const names = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 'four.example' : 'FOUR.example'));
    const all = await Promise.all(names.map(find));
    expect(new Set(all.map((it) => it.join()))).toEqual(new Set(['192.0.2.4']));
    expect(asked).toHaveLength(2);
  });

  test('keeps addresses for half a minute, and failures for five seconds', async () => {
    let now = 0;
    const { find, asked } = await resolving(zone, { now: () => now });
    const questionsAt = async (time: number, name: string) => {
      now = time;
      await find(name).catch(() => undefined);
      return asked.filter((it) => it === `${name} A`).length;
    };
    expect(await questionsAt(0, 'four.example')).toBe(1);
    expect(await questionsAt(29_999, 'four.example')).toBe(1);
    expect(await questionsAt(30_000, 'four.example')).toBe(2);
    expect(await questionsAt(40_000, 'nowhere.example')).toBe(1);
    expect(await questionsAt(44_999, 'nowhere.example')).toBe(1);
    expect(await questionsAt(45_000, 'nowhere.example')).toBe(2);
  });

  test('does not keep that the process was out of descriptors', async () => {
    const answers = [failing('EMFILE'), async () => ['192.0.2.99']];
    const { find } = await resolving(zone, { system: (name) => (answers.shift() ?? nobody)(name) });
    await expect(find('fileserver')).rejects.toMatchObject({ code: 'EMFILE' });
    expect(await find('fileserver')).toEqual(['192.0.2.99']);
  });
});

describe('the system', () => {
  test('knows localhost', async () => {
    expect(await systemLookup('localhost')).toContain('127.0.0.1');
  });
});
