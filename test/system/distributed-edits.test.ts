import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { DAY, HOUR, type Instant, iso } from '../../lambda/core/instant';
import type { Result } from '../../lambda/core/result';
import type { Row } from '../../lambda/core/row';
import { SWEEP_FILES } from '../../lambda/environment';
import { readEdits } from '../../lambda/handlers/edits';
import { lookAtEdits } from '../../lambda/stages/edits';
import type { World } from '../../lambda/stages/world';
import { NOW } from '../core/builders';
import { acmCertificate } from '../servers/acm-answers';
import { type AcmServer, startAcm } from '../servers/acm-server';
import { type S3Emulator, startS3 } from '../servers/s3-emulator';
import { recordOf, type StreamRecord } from '../stages/stream';
import { type Distributed, daysInTheName, distributed, openSide, type Side, sweepAlone } from './distributed-world';

// Two whole sweeps at a time over two emulated databases, which a busy machine takes its time for.
jest.setTimeout(120_000);

const SHOP = 'days-10.shop.example';

let now: Instant;
let isDown: boolean;
let acm: AcmServer;
let s3: S3Emulator;
let alone: Side;
let spread: Side;
let machine: Distributed;

/** Newer than what is served; and what is served, although it was to be gone by now. */
const NEWER = held(SHOP, { NotBefore: new Date(NOW - 2 * DAY), NotAfter: new Date(NOW + 200 * DAY) });
const SERVED = held('days-20.old.example', {
  NotBefore: new Date(NOW + 20 * DAY - 90 * DAY),
  NotAfter: new Date(NOW + 20 * DAY),
  Serial: '0a',
});

function held(name: string, more: object) {
  return acmCertificate(name, { Type: 'IMPORTED', ...more });
}

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

beforeEach(async () => {
  now = NOW;
  isDown = false;
  acm = await startAcm({ certificates: [NEWER, SERVED] });
  const scene = { now: () => now, probe: daysInTheName(() => isDown), awsEndpoint: acm.endpoint };
  alone = await openSide(scene);
  spread = await openSide(scene);
  machine = distributed(spread, s3);
  await s3.s3.send(new DeleteObjectCommand({ Bucket: s3.bucket, Key: SWEEP_FILES.latest }));
});
afterEach(async () => {
  await Promise.all([acm.close(), alone.database.close(), spread.database.close()]);
});

const ROWS = [
  { target: 'acm:eu-west-1', client: 'Contoso' },
  { target: 'client:contoso', owner: 'anna' },
  { target: SHOP, client: 'Contoso' },
  { target: 'days-20.old.example', client: 'Contoso' },
  { target: 'dated:Licence', expires: iso(NOW + 40 * DAY), client: 'Fabrikam' },
  ...Array.from({ length: 6 }, (_, i) => ({ target: `days-60.calm${i}.example`, client: 'Fabrikam' })),
];

async function sweptBoth(): Promise<void> {
  for (const { world } of [alone, spread]) await world.targets.put(ROWS);
  await sweepBoth();
}

async function sweepBoth(): Promise<void> {
  expect(await sweepAlone(alone)).toEqual([]);
  expect(await machine.run()).toEqual({ output: expect.anything() });
  expect(await resultsOf(spread)).toEqual(await resultsOf(alone));
  expect(told(spread)).toEqual(told(alone));
}

async function resultsOf(side: Side): Promise<Record<string, Result>> {
  return Object.fromEntries(await side.results());
}

function told({ messages }: Side): string[] {
  return messages
    .splice(0)
    .map((message) => JSON.stringify(message))
    .sort();
}

const nobody = async () => Promise.reject(new Error('nobody is to be asked'));

/** Writes rows as people do, has them looked at in both ways, and finds that it does not matter in which. */
async function editBoth(rows: readonly (Row & { target: string })[], changes: Partial<World> = {}) {
  const records: StreamRecord[] = rows.map((row) => recordOf(undefined, row, now));
  for (const { world } of [alone, spread]) await world.targets.put(rows);
  const { results, recorded, left } = await lookAtEdits(readEdits(records), alone.world);
  const count = left.reduce((sum, { targets }) => sum + targets.length, 0);
  expect(await machine.edits(records, changes)).toEqual({ looked: results.length, recorded, left: count });
  const all = await resultsOf(spread);
  expect(all).toEqual(await resultsOf(alone));
  expect(spread.messages).toEqual([]);
  return all;
}

/** Neither table may be read as a whole. */
function withoutScans(): Partial<World> {
  const { targets, results } = spread.world;
  return { targets: { ...targets, rows: nobody }, results: { ...results, latest: nobody } };
}

describe('an edit comes to the same where sweeps are distributed, and reads no table', () => {
  beforeEach(sweptBoth);
  afterEach(async () => {
    now += HOUR;
    await sweepBoth();
  });

  test('of a row for which an inventory holds the successor', async () => {
    const { [SHOP]: result } = await editBoth(
      [{ target: SHOP, client: 'Contoso', notes: 'x', owner: 'bert' }],
      withoutScans(),
    );
    expect(result).toMatchObject({ owner: 'bert', renewal: { successor: { id: NEWER.CertificateArn } } });
  });

  test('of rows that are new, with slips, of other locations, switched off, or that nobody understands', async () => {
    const all = await editBoth(
      [
        { target: 'days-3.new.example', client: 'contoso', ownr: 'x' },
        { target: 'dated:Licence', expires: 'soon', client: 'Fabrikam' },
        { target: 'gopher://x' },
        { target: 'days-60.calm1.example', client: 'Fabrikam', location: 'hq' },
        { target: 'days-60.calm2.example', client: 'Fabrikam', enabled: 'no' },
        { target: 'days-60.calm3.example', client: 'Woodgrove' },
      ],
      withoutScans(),
    );
    expect(all['days-3.new.example']).toMatchObject({ owner: 'anna', severity: 'critical' });
    expect(all['dated:Licence']?.findings).not.toEqual([]);
  });

  test('of a client together with a row of that client’s', async () => {
    const rows = [
      { target: 'client:Contoso', owner: 'carl', timezone: 'Mars' },
      { target: 'days-9.c.example', client: 'Contoso' },
    ];
    const all = await editBoth([...rows, { target: 'client:contoso', owner: 'carl' }], withoutScans());
    expect(all['days-9.c.example']).toMatchObject({ owner: 'carl' });
    expect(all['client:Contoso']?.findings).toMatchObject([{ reason: 'attribute-not-understood' }]);
    now += HOUR;
    await sweepBoth();
    expect(await editBoth([{ target: 'client:Contoso', owner: 'carl' }], withoutScans())).not.toHaveProperty([
      'client:Contoso',
    ]);
  });

  test('of a row that is not reached once, or while the monitor is blind', async () => {
    isDown = true;
    const { [SHOP]: once } = await editBoth([{ target: SHOP, client: 'Contoso', owner: 'bert' }], withoutScans());
    expect(once).toMatchObject({ seen: false, memory: { unseen: 1 } });
    now += HOUR;
    await sweepBoth();
    const { [SHOP]: blind } = await editBoth([{ target: SHOP, client: 'Contoso', owner: 'carl' }], withoutScans());
    expect(blind).toMatchObject({ memory: { unseen: 1 } });
    isDown = false;
  });
});

describe('an edit of an inventory, or of what one finds,', () => {
  beforeEach(sweptBoth);

  test('is judged by all that is served, in both ways, while that can be read', async () => {
    const all = await editBoth([
      { target: 'acm:eu-west-1', client: 'Woodgrove' },
      { target: SHOP, client: 'Contoso', owner: 'bert' },
    ]);
    expect(all[String(SERVED.CertificateArn)]).toMatchObject({ client: 'Woodgrove' });
    expect(all[SHOP]).toMatchObject({ owner: 'bert' });
  });

  test('is left to the sweep where it cannot, and the other rows are not', async () => {
    const { targets } = spread.world;
    const rows: World['targets']['rows'] = async (most = 0) =>
      Array.from({ length: most }, (_, i) => ({ target: `${i}` }));
    const edited = [
      { target: 'acm:eu-west-1', client: 'Woodgrove' },
      { target: 'arn:aws:acm:eu-west-1:123456789012:certificate/x', client: 'Woodgrove' },
      { target: SHOP, client: 'Contoso', owner: 'bert' },
    ];
    await targets.put(edited);
    const records = edited.map((row) => recordOf(undefined, row, now));
    const report = await machine.edits(records, { targets: { ...targets, rows } });
    expect(report).toEqual({ looked: 1, recorded: 1, left: 2 });
    expect((await resultsOf(spread))[SHOP]).toMatchObject({
      owner: 'bert',
      renewal: { successor: { id: NEWER.CertificateArn } },
    });
  });
});

test('before the first sweep, and where nothing is kept any more, both tables are read', async () => {
  await editBoth([
    { target: 'client:contoso', owner: 'anna' },
    { target: SHOP, client: 'Contoso' },
  ]);
  const records = [recordOf(undefined, { target: SHOP }, now)];
  await expect(machine.edits(records, withoutScans())).rejects.toThrow('nobody is to be asked');
});
