import { DAY, HOUR, iso } from '../../lambda/core/instant';
import { probe } from '../../lambda/probes';
import type { World } from '../../lambda/stages/world';
import type { ResultsTable } from '../../lambda/store/results-table';
import { sweep } from '../../lambda/sweep';
import { acmCertificate } from '../servers/acm-answers';
import { type AcmServer, startAcm } from '../servers/acm-server';
import { selfSigned } from '../servers/certificates';
import { startTlsServer } from '../servers/tls-server';
import { openWorld, type TestWorld } from './world';

const NOW = Date.parse('2026-11-22T12:00:00Z');

let here: TestWorld;

beforeEach(async () => {
  here = await openWorld(NOW);
});
afterEach(() => here.close());

function dated(name: string, days: number, client = 'Contoso') {
  return { target: `dated:${name}`, expires: iso(NOW + days * DAY), client };
}

async function latest() {
  return here.world.results.latest();
}

describe('a sweep', () => {
  test('tells each client once for each severity, and then only what is new', async () => {
    await here.put(dated('a', 10), dated('b', 3), dated('c', 100), dated('d', 10, 'Fabrikam'));
    expect(await here.sweep()).toEqual(['Contoso: due', 'Contoso: due', 'Fabrikam: due']);
    expect(here.messages.map(({ attributes }) => attributes.severity)).toEqual(['critical', 'warning', 'warning']);
    expect(here.messages.map(({ attributes }) => attributes.daysLeft)).toEqual([3, 10, 10]);
    expect(await here.sweep()).toEqual([]);
    await here.put(dated('a', 200));
    expect(await here.sweep()).toEqual([]);
    here.now += 86_400_000;
    expect(await here.sweep()).toEqual(['Contoso: due', 'Contoso: replaced']);
  });

  test('leaves the rows of another location to their prober', async () => {
    await here.put({ ...dated('a', 10), location: 'HQ' }, dated('b', 10, 'Fabrikam'));
    expect(await here.sweep()).toEqual(['Fabrikam: due']);
    expect(await here.sweep({ location: 'hq' })).toEqual(['Contoso: due']);
    expect([...(await latest()).keys()].sort()).toEqual(['dated:a', 'dated:b', 'monitor:hq']);
  });

  test('writes nothing while nothing changes, and once a day as proof of life', async () => {
    await here.put(dated('a', 100), dated('b', 100));
    await here.sweep();
    here.now += 5 * HOUR;
    await here.sweep();
    expect((await latest()).get('dated:a')).toMatchObject({ version: 1, checkedAt: NOW });
    here.now += 19 * HOUR;
    await here.sweep();
    expect((await latest()).get('dated:a')).toMatchObject({ version: 2, checkedAt: NOW + DAY, since: NOW });
  });

  test('looks at 1,000 rows of which one in ten is bad, and reports each of these', async () => {
    const rows = Array.from({ length: 1_000 }, (_, i) =>
      i % 10 === 0 ? { target: `gopher://${i}`, client: 'Contoso' } : dated(`${i}`, 100),
    );
    await here.put(...rows);
    expect(await here.sweep()).toEqual(['Contoso: broken']);
    const results = [...(await latest()).values()];
    expect(results).toHaveLength(1_000);
    expect(results.filter(({ kind }) => kind === 'unreadable')).toHaveLength(100);
    expect(results.filter(({ pending }) => pending.length > 0)).toEqual([]);
  });
});

describe('what is no longer watched', () => {
  test('loses its result when its row is gone or switched off', async () => {
    await here.put(dated('a', 100), dated('b', 100), dated('c', 100));
    await here.sweep();
    await here.remove('dated:a');
    await here.put({ ...dated('b', 100), enabled: 'no' });
    expect(await here.sweep()).toEqual([]);
    expect([...(await latest()).keys()]).toEqual(['dated:c']);
  });

  test('keeps it while a notice of it still has to be sent', async () => {
    await here.put(dated('a', 10));
    const down = async () => Promise.reject(new Error('SNS is down'));
    expect(await here.sweep({ channel: down })).toEqual([expect.stringMatching(/stays in the outbox.*SNS is down/)]);
    await here.remove('dated:a');
    expect(await here.sweep()).toEqual(['Contoso: due']);
    await here.sweep();
    expect((await latest()).size).toBe(0);
  });
});

describe('an inventory', () => {
  let acm: AcmServer;
  const near = acmCertificate('near.example', { NotAfter: new Date(NOW + 10 * DAY) });
  const calm = acmCertificate('calm.example', { NotAfter: new Date(NOW + 200 * DAY) });

  async function withAcm(options: Parameters<typeof startAcm>[0], run: (world: TestWorld) => Promise<void>) {
    acm = await startAcm(options);
    const other = await openWorld(NOW, acm.endpoint);
    // The same tables, another ACM: what changes between two sweeps is what ACM answers.
    await run({
      ...here,
      sweep: (changes) => here.sweep({ look: { ...other.world.look, now: () => here.now }, ...changes }),
    });
    await other.close();
    await acm.close();
  }

  beforeEach(() => here.put({ target: 'acm:eu-west-1', client: 'Contoso' }));

  test('gives each certificate a result of its own, and takes it away when the certificate is gone', async () => {
    await withAcm({ certificates: [near, calm] }, async ({ sweep }) => {
      expect(await sweep()).toEqual(['Contoso: due']);
      expect([...(await latest()).values()].map(({ foundBy }) => foundBy ?? 'row').sort()).toEqual([
        'acm:eu-west-1',
        'acm:eu-west-1',
        'row',
      ]);
    });
    await withAcm({ certificates: [calm] }, async ({ sweep }) => {
      expect(await sweep()).toEqual([]);
      expect([...(await latest()).keys()]).toEqual(expect.not.arrayContaining([near.CertificateArn]));
    });
  });

  test('that cannot be read is told, and what it found before is kept and goes on counting', async () => {
    await withAcm({ certificates: [near, calm] }, async ({ sweep }) => {
      expect(await sweep()).toEqual(['Contoso: due']);
    });
    here.now += 4 * DAY;
    await withAcm({ certificates: [], search: 'denied', list: 'denied' }, async ({ sweep }) => {
      expect(await sweep()).toEqual(['Contoso: broken', 'Contoso: due', 'Contoso: due']);
      expect((await latest()).size).toBe(3);
    });
  });

  test('takes its results with it when its row is gone', async () => {
    await withAcm({ certificates: [near, calm] }, async ({ sweep }) => {
      await sweep();
    });
    await here.remove('acm:eu-west-1');
    await here.sweep();
    expect((await latest()).size).toBe(0);
  });
});

describe('when something of its own fails', () => {
  const broken = async () => Promise.reject(new Error('broken'));

  test('a target that cannot be recorded stops no other', async () => {
    await here.put(dated('a', 10), dated('b', 10, 'Fabrikam'));
    const record: ResultsTable['record'] = (result, history) =>
      result.target === 'dated:a' ? broken() : here.world.results.record(result, history);
    const results = { ...here.world.results, record };
    expect(await here.sweep({ results })).toEqual(['Fabrikam: due', 'dated:a could not be recorded: Error: broken']);
    expect(await here.sweep()).toEqual(['Contoso: due']);
  });

  test('a client whose message fails keeps it, and the others get theirs', async () => {
    await here.put(dated('a', 10), dated('b', 10, 'Fabrikam'));
    const channel: TestWorld['world']['channel'] = (message) =>
      message.attributes.client === 'Contoso' ? broken() : here.world.channel(message);
    expect(await here.sweep({ channel })).toEqual([
      'Fabrikam: due',
      expect.stringMatching(/^What Contoso has to be told stays in the outbox/),
    ]);
    expect(await here.sweep()).toEqual(['Contoso: due']);
    expect(await here.sweep()).toEqual([]);
  });

  test('a message that was sent but could not be struck is sent again, and then not any more', async () => {
    await here.put(dated('a', 10));
    const results = { ...here.world.results, strike: broken };
    expect(await here.sweep({ results })).toEqual([
      expect.stringMatching(/was sent, but could not be struck/),
      'Contoso: due',
    ]);
    expect(await here.sweep()).toEqual(['Contoso: due']);
    expect(await here.sweep()).toEqual([]);
  });

  test('rows that cannot be read fail the sweep, and remove nothing', async () => {
    await here.put(dated('a', 10));
    await here.sweep();
    await expect(here.sweep({ targets: { ...here.world.targets, rows: broken } })).rejects.toThrow('broken');
    expect((await latest()).size).toBe(1);
  });
});

test('two sweeps at once tell everything once, and record it once', async () => {
  await here.put(...Array.from({ length: 50 }, (_, i) => dated(`${i}`, 10)));
  await Promise.all(['a', 'b'].map((run) => here.sweep({ run })));
  expect(here.messages).toHaveLength(1);
  expect(await here.sweep()).toEqual([]);
  const results = [...(await latest()).values()];
  expect(results).toHaveLength(50);
  expect(results.filter(({ pending }) => pending.length > 0)).toEqual([]);
});

describe('a sweep whose time is over', () => {
  /** Sweeps with time for so many looks, a second each, and says which they were. */
  async function looks(time: number): Promise<string> {
    const looked: string[] = [];
    let clock = here.now;
    const timed: Partial<World> = {
      concurrency: 1,
      look: { ...here.world.look, now: () => clock },
      lookUntil: here.now + time * 1_000,
      probe: async (target, look, before) => {
        looked.push(target.id.replace('dated:', ''));
        clock += 1_000;
        return probe(target, look, before);
      },
    };
    await here.sweep(timed);
    here.now += HOUR;
    return looked.join('');
  }

  test('looks at no more, tells what it has found, and is no failure', async () => {
    await here.put(dated('a', 10), dated('b', 10), dated('c', 10));
    expect(await here.sweep({ lookUntil: NOW })).toEqual([]);
    expect(await here.sweep()).toEqual(['Contoso: due']);
  });

  test('is followed by one that begins with what was left, round after round, although hardly a look is recorded', async () => {
    await here.put(...[...'abcdefg'].map((name) => dated(name, 100)));
    expect((await looks(9)).length).toBe(7);
    const rounds = [];
    for (let n = 0; n < 8; n++) rounds.push(await looks(3));
    // The first does not know yet that its time is too short.
    const [, ...others] = rounds;
    expect('abcdefg'.repeat(5)).toContain(others.join(''));
    expect(new Set(rounds.slice(0, 3).join('')).size).toBe(7);
  });

  test('leaves nobody out who is new', async () => {
    await here.put(dated('b', 100), dated('c', 100));
    await looks(9);
    await looks(1);
    await here.put(dated('a', 100), dated('z', 100));
    const rounds = [];
    for (let n = 0; n < 6; n++) rounds.push(await looks(1));
    expect(rounds.slice(0, 2).sort()).toEqual(['a', 'z']);
    expect(rounds.slice(2).sort()).toEqual(['a', 'b', 'c', 'z']);
  });

  test('tells of it when it happens twice in a row, and of its end', async () => {
    await here.put(dated('a', 100), dated('b', 100), dated('c', 100));
    const short = () => here.sweep({ lookUntil: here.now });
    const told = [await here.sweep()];
    for (const time of [short, here.sweep, short, short, short, here.sweep]) {
      here.now += HOUR;
      told.push(await time());
    }
    expect(told).toEqual([[], [], [], [], ['-: broken'], [], ['-: recovered']]);
  });
});

test('what could not be seen is looked at first, beside all others', async () => {
  const { fullChain: certificate, key } = await selfSigned({ name: 'service' });
  const server = await startTlsServer({ certificate, key });
  const asked: string[] = [];
  const find = async (name: string) => {
    asked.push(name);
    if (name === 'lost.example') throw Object.assign(new Error(name), { code: 'ESERVFAIL' });
    return ['127.0.0.1'];
  };
  await here.put(
    ...['a', 'lost', 'z'].map((name) => ({ target: `tls://${name}.example:${server.port}`, trust: 'any' })),
  );
  const going = { concurrency: 1, look: { ...here.world.look, find } };
  await here.sweep(going);
  asked.length = 0;
  here.now += HOUR;
  await here.sweep(going);
  await server.close();
  expect([...new Set(asked)]).toEqual(['lost.example', expect.any(String), expect.any(String)]);
});

test('rows left to other locations are counted', async () => {
  await here.put(dated('a', 100), { ...dated('b', 100), location: 'Frankfurt' });
  expect(await sweep(here.world)).toMatchObject({ elsewhere: 1, results: [{ target: 'dated:a' }] });
});

test('a row that has the name of what an inventory found does not make two of it', async () => {
  const certificate = acmCertificate('near.example', { NotAfter: new Date(NOW + 10 * DAY) });
  const acm = await startAcm({ certificates: [certificate] });
  const world = await openWorld(NOW, acm.endpoint);
  await world.put(
    { target: 'acm:eu-west-1', client: 'Contoso' },
    { target: certificate.CertificateArn, client: 'Contoso' },
  );
  expect([await world.sweep(), await world.sweep(), await world.sweep()]).toEqual([['Contoso: due'], [], []]);
  await world.close();
  await acm.close();
});

test('in a maintenance window nothing is told but what has expired, and what has kept a target quiet stands in its result', async () => {
  // It is noon of the Sunday that is the window.
  const maintenance = [{ from: 6 * 1440, to: 0, timezone: 'UTC', client: 'Contoso' }];
  await here.put(
    dated('a', 10),
    dated('b', -1),
    { ...dated('c', 10, 'Fabrikam'), promised: '2026-11-24', owner: 'anna' },
    dated('d', 10, 'Fabrikam'),
  );
  // That it has expired is told to those above too.
  expect(await here.sweep({ maintenance })).toEqual(['Contoso: expired', 'Contoso: expired', 'Fabrikam: due']);
  const quieted = [...(await latest()).values()].map(({ target, quieted }) => [target, quieted]).sort();
  const until = Date.parse('2026-11-23T00:00:00Z');
  expect(quieted).toEqual([
    ['dated:a', { by: 'maintenance', until }],
    ['dated:b', { by: 'maintenance', until }],
    ['dated:c', { by: 'promised', until: Date.parse('2026-11-24T23:59:59Z'), who: 'anna' }],
    ['dated:d', undefined],
  ]);
  here.now = until;
  expect(await here.sweep({ maintenance })).toEqual(['Contoso: due']);
});
