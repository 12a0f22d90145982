import { DAY, HOUR, iso } from '../../lambda/core/instant';
import { readValues } from '../../lambda/core/read-targets';
import type { Result } from '../../lambda/core/result';
import type { Row } from '../../lambda/core/row';
import { readEdits } from '../../lambda/handlers/edits';
import { probe } from '../../lambda/probes';
import { lookAtEdits } from '../../lambda/stages/edits';
import type { World } from '../../lambda/stages/world';
import { acmCertificate } from '../servers/acm-answers';
import { type FakeEstate, startEstate } from '../servers/aws-estate';
import { createAuthority, type Issued } from '../servers/certificates';
import { type RunningTls, startTlsServer } from '../servers/tls-server';
import { recordOf, type StreamRecord } from './stream';
import { openWorld, type TestWorld } from './world';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const MINUTE = 60_000;
const NAME = 'shop.example';

let here: TestWorld;
let leaf: Issued;
let server: RunningTls;

beforeAll(async () => {
  const ca = await createAuthority({ name: 'Test CA', notBefore: NOW - 300 * DAY, notAfter: NOW + 3000 * DAY });
  const dates = { notBefore: NOW - 180 * DAY, notAfter: NOW + 10 * DAY };
  leaf = await ca.issue({ name: NAME, names: [NAME], ...dates });
});
beforeEach(async () => {
  here = await openWorld(NOW);
  server = await startTlsServer({ certificate: leaf.fullChain, key: leaf.key });
});
afterEach(async () => {
  await Promise.all([here.close(), server.close()]);
});

function dated(name: string, days: number, client = 'Contoso') {
  return { target: `dated:${name}`, expires: iso(NOW + days * DAY), client };
}

/** OpenSSL judges by the machine's clock, which is not that of these stories. */
function shop(more: object = {}) {
  return { target: `https://${NAME}:${server.port}`, address: '127.0.0.1', trust: 'any', client: 'Contoso', ...more };
}

/** Writes the rows as a person does, and gives the records that the stream brings of it. */
async function written(...rows: (Row & { readonly target: string })[]): Promise<StreamRecord[]> {
  const before = await here.world.targets.read(rows.map(({ target }) => target));
  await here.put(...rows);
  return rows.map((row) =>
    recordOf(
      before.find(({ target }) => target === row.target),
      row,
      here.now,
    ),
  );
}

/** Has the records looked at, as the function does. */
function look(records: readonly StreamRecord[], changes: Partial<World> = {}) {
  return lookAtEdits(readEdits(records), { ...here.world, ...changes });
}

async function known(): Promise<Record<string, Result>> {
  return Object.fromEntries(await here.world.results.latest());
}

const nobody = async () => Promise.reject(new Error('nobody is to be asked'));
const NOTHING = { results: [], recorded: 0, left: [], failures: [] };

describe('a row that is written', () => {
  test('has its result at once, nothing is sent, and the next sweep tells it once', async () => {
    const report = await look(await written(shop(), dated('a', 100)));
    expect(report).toMatchObject({ recorded: 2, left: [], failures: [] });
    const { [shop().target]: result } = await known();
    expect(result).toMatchObject({ seen: true, expiry: { expires: NOW + 10 * DAY }, pending: [{ event: 'due' }] });
    expect(here.messages).toEqual([]);
    expect([await here.sweep(), await here.sweep()]).toEqual([['Contoso: due'], []]);
  });

  test('and put right has its result put right, and what had been told is told to have ended by the next sweep', async () => {
    await here.put({ target: 'gopher://x', client: 'Contoso' }, { target: 'dated:b', client: 'Contoso' });
    await here.sweep();
    await look(await written(dated('b', 100)));
    expect((await known())['dated:b']).toMatchObject({
      kind: 'dated',
      severity: 'ok',
      pending: [{ event: 'recovered' }],
    });
    expect(await here.sweep()).toEqual(['Contoso: recovered']);
  });

  test('is looked at as it stands now, and once, however often it was written meanwhile', async () => {
    const records = [
      ...(await written(dated('a', 5))),
      ...(await written(dated('a', 6))),
      ...(await written(dated('a', 7))),
    ];
    expect(await look(records)).toMatchObject({ recorded: 1 });
    expect((await known())['dated:a']).toMatchObject({ version: 1, expiry: { expires: NOW + 7 * DAY } });
  });

  test('back and forth ends as it was written last, although what is read of all rows and results lags behind', async () => {
    await here.put(dated('a', 50));
    await here.sweep();
    const [rows, remembered] = await Promise.all([here.world.targets.rows(), here.world.results.latest()]);
    const targets = { ...here.world.targets, rows: async () => rows };
    const results = { ...here.world.results, latest: async () => remembered };
    await look(await written(dated('a', 60)), { targets, results });
    expect((await known())['dated:a']).toMatchObject({ version: 2, expiry: { expires: NOW + 60 * DAY } });
    await look(await written(dated('a', 50)), { targets, results });
    expect((await known())['dated:a']).toMatchObject({ version: 3, expiry: { expires: NOW + 50 * DAY } });
  });

  test('inherits from its client’s row, however that is spelt', async () => {
    await here.put({ target: 'client: contoso', owner: 'anna' });
    await look(await written(dated('a', 100)));
    expect((await known())['dated:a']).toMatchObject({ owner: 'anna' });
  });

  test('may be gone again, switched off or another prober’s: nothing is looked at, and its result is left to the sweep', async () => {
    const rows = ['gone', 'off', 'hq', 'calm'].map((name) => dated(name, 100));
    await here.put(...rows);
    await here.sweep();
    const gone = await written(dated('gone', 5));
    await here.remove('dated:gone');
    const records = await written({ ...dated('off', 5), enabled: 'no' }, { ...dated('hq', 5), location: 'HQ' });
    expect(await look([...gone, ...records, recordOf(dated('calm', 100), undefined, NOW)])).toEqual(NOTHING);
    expect(Object.keys(await known())).toHaveLength(4);
    expect(await here.sweep()).toEqual([]);
    expect(Object.keys(await known())).toEqual(['dated:calm', 'monitor:hq']);
  });

  test.each([
    ['that did not change', {}],
    ['of which an attribute changed that is not known', { colour: 'red', cells: ['a'] }],
    ['of which blanks and case changed', { client: ' Contoso ', Client: 'Contoso' }],
  ])('%s is not looked at', async (_, more) => {
    await here.put(dated('a', 100));
    expect(await look(await written({ ...dated('a', 100), ...more }), { surroundings: nobody })).toEqual(NOTHING);
  });

  test('with a slip in the name of an attribute is looked at', async () => {
    await here.put(dated('a', 100));
    expect(await look(await written({ ...dated('a', 100), ownr: 'anna' }))).toMatchObject({ recorded: 1 });
    expect((await known())['dated:a']?.findings).toMatchObject([{ reason: 'attribute-unknown' }]);
  });
});

describe('the row of a client', () => {
  test('is looked at for what is wrong with itself, and the rows of the client wait for the sweep', async () => {
    await here.put(dated('a', 100));
    await here.sweep();
    await look(await written({ target: 'client:Contoso', owner: 'anna', timezone: 'Mars' }));
    const { 'client:Contoso': client, 'dated:a': row } = await known();
    expect(client).toMatchObject({ kind: 'unreadable', findings: [{ reason: 'attribute-not-understood' }] });
    expect(row).not.toHaveProperty('owner');
    await here.sweep();
    expect((await known())['dated:a']).toMatchObject({ owner: 'anna' });
  });

  describe('that was put right', () => {
    const wrong = { target: 'client:Contoso', owner: 'anna', timezone: 'Mars' };
    const right = { ...wrong, timezone: 'Europe/Berlin' };

    beforeEach(async () => {
      await here.put(wrong, { ...wrong, target: 'client:Fabrikam' }, dated('a', 100));
      await here.sweep();
    });

    test('has no result any more, as after a sweep, and no other row loses its own', async () => {
      expect(await look(await written(right))).toMatchObject({ failures: [], left: [] });
      const after = await known();
      expect(Object.keys(after).sort()).toEqual(['client:Fabrikam', 'dated:a']);
      await here.sweep();
      expect(Object.keys(await known())).toEqual(Object.keys(after));
    });

    test('keeps it until the sweep has told what is still to be told of it', async () => {
      await look(await written({ ...wrong, ladder: 'often' }));
      const before = (await known())[wrong.target];
      expect(before?.pending).not.toEqual([]);
      await look(await written(right));
      expect((await known())[wrong.target]).toEqual(before);
    });

    test('and cannot be retired is a failure, so that it is tried again', async () => {
      const results = { ...here.world.results, retire: nobody };
      const { failures } = await look(await written(right), { results });
      expect(failures).toEqual([expect.stringMatching(/^client:Contoso could not be retired/)]);
    });
  });
});

describe('an import of very many', () => {
  test('is looked at for three minutes, and what is older is left to the sweep without a table being read', async () => {
    const records = await written(dated('a', 10), dated('b', 10));
    here.now += 3 * MINUTE + 1;
    const targets = ['dated:a', 'dated:b'];
    const left = [{ why: 'they were edited more than 3 minutes ago', targets }];
    expect(await look(records, { surroundings: nobody })).toEqual({ ...NOTHING, left });
    expect(await here.sweep()).toEqual(['Contoso: due']);
  });

  test('does not hold up what is written at its end', async () => {
    const old = await written(dated('a', 10), dated('b', 10));
    here.now += 3 * MINUTE + 1;
    const report = await look([...old, ...(await written(dated('b', 20), dated('c', 10)))]);
    expect(report).toMatchObject({ recorded: 2, left: [{ targets: ['dated:a'] }] });
    expect(Object.keys(await known()).sort()).toEqual(['dated:b', 'dated:c']);
  });

  test.each(['targets', 'results'] as const)(
    'into what DynamoDB has counted more than 100,000 %s of reads no table',
    async (of) => {
      const records = await written(dated('a', 10));
      const counting = (count: number) => ({
        targets: { ...here.world.targets, rows: nobody, ...(of === 'targets' && { count: async () => count }) },
        results: { ...here.world.results, latest: nobody, ...(of === 'results' && { count: async () => count }) },
      });
      expect(await look(records, counting(100_001))).toEqual({
        ...NOTHING,
        left: [{ why: 'too much is known to be read for an edit', targets: ['dated:a'] }],
      });
      await expect(look(records, counting(100_000))).rejects.toThrow('nobody is to be asked');
    },
  );

  test.each(['rows', 'results'])(
    'into more than 100,000 %s that were not counted yet is left to the sweep',
    async (what) => {
      const records = await written(dated('a', 10));
      const many = Array.from({ length: 100_001 }, (_, i) => String(i));
      const asked: unknown[] = [];
      const some = <T>(most: number | undefined, all: readonly T[]) => {
        asked.push(most);
        return all.slice(0, most);
      };
      const rows: World['targets']['rows'] = async (most) =>
        some(
          most,
          many.map((target) => ({ target })),
        );
      const [result] = (await look(records)).results;
      if (result === undefined) throw new Error('there is no result');
      const latest: World['results']['latest'] = async (most) =>
        new Map(
          some(
            most,
            many.map((name) => [name, result] as const),
          ),
        );
      const changed = await written(dated('a', 11));
      const report = await look(changed, {
        ...(what === 'rows' && { targets: { ...here.world.targets, rows } }),
        ...(what === 'results' && { results: { ...here.world.results, latest } }),
      });
      expect([report.left, asked]).toEqual([
        [{ why: 'too much is known to be read for an edit', targets: ['dated:a'] }],
        [100_001],
      ]);
    },
  );

  test('is judged by what somebody else has gathered, where there is such', async () => {
    const rows = [readValues({ target: 'client:Contoso', owner: 'anna' })];
    const surroundings = async () => ({ rows, remembered: new Map() });
    const records = await written(dated('a', 10));
    const targets = { ...here.world.targets, rows: nobody };
    const results = { ...here.world.results, latest: nobody };
    expect(await look(records, { surroundings, targets, results })).toMatchObject({ recorded: 1, left: [] });
    expect((await known())['dated:a']).toMatchObject({ owner: 'anna' });
  });
});

describe('beside inventories', () => {
  let estate: FakeEstate;
  const account = '111111111111';
  const held = (id: string, more: object, region = 'eu-west-1') => ({
    ...acmCertificate(NAME, { InUseBy: [], KeyAlgorithm: 'EC_prime256v1', ...more }, region),
    CertificateArn: `arn:aws:acm:${region}:${account}:certificate/${id}`,
  });
  const renewed = held('new', { NotBefore: new Date(NOW - 5 * DAY), NotAfter: new Date(NOW + 300 * DAY) });
  const far = held('far', { NotAfter: new Date(NOW + 200 * DAY), DomainName: 'far.example' }, 'us-east-1');

  beforeEach(async () => {
    estate = await startEstate([{ id: account, name: 'Operations', certificates: [renewed, far], tags: {} }]);
    const { look, ...world } = here.world;
    const inAws = { ...world, look: { ...look, aws: estate.aws } };
    here = { ...here, world: inAws };
  });
  afterEach(() => estate.close());

  test('what ACM has for the name is known at an edit as in a sweep', async () => {
    await here.put({ target: 'acm:*', client: 'Contoso' }, shop());
    await sweepHere();
    const before = (await known())[shop().target];
    expect(before?.renewal).toMatchObject({ successor: { id: renewed.CertificateArn } });

    await look(await written(shop({ owner: 'anna' })));
    const after = (await known())[shop().target];
    expect(after).toMatchObject({ owner: 'anna', severity: before?.severity, findings: before?.findings });
    expect(after?.renewal).toMatchObject({ successor: { id: renewed.CertificateArn } });
  });

  test('an inventory that is written has what it finds settled, and takes nothing from a row that names it more closely', async () => {
    await here.put({ target: 'acm:*', client: 'Contoso' }, { target: 'acm:us-east-1', client: 'Fabrikam' }, shop());
    await sweepHere();
    expect(await finders()).toEqual({ new: 'acm:* Contoso', far: 'acm:us-east-1 Fabrikam' });
    await look(await written({ target: 'acm:*', client: 'Woodgrove' }));
    expect(await finders()).toEqual({ new: 'acm:* Woodgrove', far: 'acm:us-east-1 Fabrikam' });
    await look(await written({ target: 'acm:eu-west-1', client: 'Contoso' }));
    expect(await finders()).toEqual({ new: 'acm:eu-west-1 Contoso', far: 'acm:us-east-1 Fabrikam' });
    const before = await known();
    await sweepHere();
    expect(await finders()).toEqual({ new: 'acm:eu-west-1 Contoso', far: 'acm:us-east-1 Fabrikam' });
    expect(Object.keys(await known())).toEqual(Object.keys(before));
  });

  test('a row that says more of what an inventory finds waits for the sweep', async () => {
    await here.put({ target: 'acm:*', client: 'Contoso' });
    await sweepHere();
    const { left, recorded } = await look(
      await written({ target: far.CertificateArn, client: 'Fabrikam' }, { target: 'arn:aws:iam::1:role/x' }),
    );
    expect([left, recorded]).toEqual([
      [{ why: 'an inventory finds what they tell of', targets: [far.CertificateArn] }],
      1,
    ]);
    expect(await finders()).toMatchObject({ far: 'acm:* Contoso' });
  });

  function sweepHere() {
    return here.sweep({ look: here.world.look });
  }

  /** Which row found each certificate, and whose it is. */
  async function finders(): Promise<Record<string, string>> {
    const found = Object.values(await known()).filter(({ foundBy }) => foundBy !== undefined);
    return Object.fromEntries(
      found.map(({ target, foundBy, client }) => [target.split('/').pop() ?? '', `${foundBy} ${client}`]),
    );
  }
});

describe('what cannot be reached', () => {
  const rows = (count: number, more: object = {}) =>
    Array.from({ length: count }, (_, i) => shop({ target: `${shop().target}#${i}`, ...more }));

  test('is not called so because it was written twice within a minute', async () => {
    await here.put(shop());
    await here.sweep();
    await server.close();
    await look(await written(shop({ owner: 'anna' })));
    await look(await written(shop({ owner: 'bert' })));
    expect((await known())[shop().target]).toMatchObject({ owner: 'bert', seen: false, memory: { unseen: 1 } });
    here.now += HOUR;
    expect(await here.sweep()).toEqual(['Contoso: unreachable']);
  });

  test('is not called so by an edit when the last sweep could reach nothing, or much is lost at once', async () => {
    await here.put(...rows(6));
    await here.sweep();
    await server.close();
    await look(await written(...rows(6, { owner: 'anna' })));
    expect(Object.values(await known()).map(({ seen }) => seen)).toEqual([true, true, true, true, true, true]);
    here.now += HOUR;
    expect(await here.sweep()).toEqual(['-: monitor-blind']);
    await look(await written(...rows(1, { owner: 'bert' })));
    expect((await known())[`${shop().target}#0`]).toMatchObject({ seen: true, memory: { unseen: 0 } });
  });
});

describe('when several look at once', () => {
  test('a sweep and an edit record each row, and tell it once or twice', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => dated(`${i}`, 10));
    const records = await written(...rows);
    const [told, report] = await Promise.all([here.sweep(), look(records), look(records)]);
    expect([...new Set([...told, ...report.failures])].filter((line) => line !== 'Contoso: due')).toEqual([]);
    await here.sweep();
    expect(await here.sweep()).toEqual([]);
    const results = Object.values(await known());
    expect([results.length, results.filter(({ pending }) => pending.length > 0)]).toEqual([40, []]);
  });

  describe.each(['before', 'after'])(
    'a sweep that had read the row before it was edited, and the results %s it,',
    (order) => {
      test.each([
        ['far to near', 300, 40, 10, [], ['Contoso: due'], []],
        ['near to far', 10, 9, 300, ['Contoso: due'], [], ['Contoso: replaced']],
        [
          'past to far',
          -1,
          -2,
          300,
          ['Contoso: expired', 'Contoso: expired'],
          [],
          ['Contoso: replaced', 'Contoso: replaced'],
        ],
      ])('says what is so now, from %s, and once', async (_, from, old, to, first, then, aDayLater) => {
        await here.put(dated('a', from));
        expect(await here.sweep()).toEqual(first);
        // Else the sweep would have nothing to record.
        await here.put(dated('a', old));
        const [rows, results] = await Promise.all([here.world.targets.rows(), here.world.results.latest()]);
        const edit = async () => {
          here.now += MINUTE;
          await look(await written(dated('a', to)));
        };
        const latest: World['results']['latest'] = async () => {
          await edit();
          return order === 'before' ? results : here.world.results.latest();
        };
        const lagging = {
          targets: { ...here.world.targets, rows: async () => rows },
          results: { ...here.world.results, latest },
        };
        expect(await here.sweep(lagging)).toEqual(then);
        here.now += HOUR;
        expect(await here.sweep()).toEqual([]);
        expect((await known())['dated:a']).toMatchObject({ expiry: { expires: NOW + to * DAY } });
        here.now += DAY;
        expect(await here.sweep()).toEqual(aDayLater);
      });
    },
  );

  test('a later look stays, whatever the edit has seen before it, and another attempt goes by the row that was edited', async () => {
    await here.put(dated('a', 300));
    await here.sweep();
    const rows = await here.world.targets.rows();
    here.now += DAY;
    const records = await written({ ...dated('a', 300), owner: 'anna' });
    const overtaken: World['probe'] = async (...asked) => {
      const seen = await probe(...asked);
      here.now += MINUTE / 60;
      await here.sweep({ targets: { ...here.world.targets, rows: async () => rows } });
      return seen;
    };
    const later = here.now + MINUTE / 60;
    const { failures } = await look(records, { probe: overtaken });
    expect(failures).toEqual(['dated:a could not be recorded: Error: a later look was recorded meanwhile']);
    expect((await known())['dated:a']?.checkedAt).toBe(later);
    here.now += MINUTE / 60;
    expect(await look(records)).toMatchObject({ recorded: 1, failures: [] });
    expect((await known())['dated:a']).toMatchObject({ owner: 'anna', checkedAt: here.now });
  });

  test('what was recorded by a clock that is minutes ahead does not keep an edit from being looked at', async () => {
    await here.put(dated('a', 300));
    here.now += 4 * MINUTE;
    await here.sweep();
    here.now -= 4 * MINUTE;
    expect(await look(await written(dated('a', 10)))).toMatchObject({ recorded: 1, failures: [] });
    expect((await known())['dated:a']).toMatchObject({ expiry: { expires: NOW + 10 * DAY }, checkedAt: here.now });
  });

  test('what was recorded by a clock that was ahead does not keep a sweep from recording', async () => {
    await here.put(dated('a', 300));
    here.now += DAY;
    await here.sweep();
    here.now -= DAY;
    await here.put(dated('a', 10));
    expect(await here.sweep()).toEqual(['Contoso: due']);
  });

  test('the same records twice do nothing more', async () => {
    const records = await written(dated('a', 10));
    expect([(await look(records)).recorded, (await look(records)).recorded]).toEqual([1, 0]);
  });
});

test('a row whose result cannot be recorded stops no other, and is named', async () => {
  const record: World['results']['record'] = (result, history) =>
    result.target === 'dated:a' ? nobody() : here.world.results.record(result, history);
  const report = await look(await written(dated('a', 10), dated('b', 10)), {
    results: { ...here.world.results, record },
  });
  expect(report).toMatchObject({ recorded: 1, failures: [expect.stringMatching(/^dated:a could not be recorded/)] });
});

test('tables that cannot be read fail the look, for Lambda to try again', async () => {
  const targets = { ...here.world.targets, read: nobody };
  await expect(look(await written(dated('a', 10)), { targets })).rejects.toThrow('nobody is to be asked');
});
