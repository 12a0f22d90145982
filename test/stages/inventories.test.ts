import { DAY, HOUR } from '../../lambda/core/instant';
import type { Result } from '../../lambda/core/result';
import type { PreflightOf, PreflightQuestion } from '../../lambda/tls/preflight';
import { acmCertificate } from '../servers/acm-answers';
import { denied } from '../servers/acm-server';
import { type FakeAccount, type FakeEstate, startEstate } from '../servers/aws-estate';
import type { Asked, Reply } from '../servers/aws-server';
import { openWorld, type TestWorld } from './world';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const [HOME, CONTOSO] = ['111111111111', '222222222222'] as const;
const ALL = { target: 'acm:*', account: 'organization', client: 'Operations', owner: 'otto' };

/** A failure that is not worth another attempt. */
const FAILED = { error: 'ValidationException', message: 'The request could not be processed.' };

let here: TestWorld;
let estate: FakeEstate | undefined;

beforeEach(async () => {
  here = await openWorld(NOW);
});
afterEach(async () => {
  await estate?.close();
  estate = undefined;
  await here.close();
});

/** A certificate that ends in so many days, seen from {@link NOW}. */
function ending(days: number, account: string = HOME, region = 'eu-west-1') {
  const made = acmCertificate(`${days}.${region}.example`, { NotAfter: new Date(NOW + days * DAY) }, region);
  return { ...made, CertificateArn: made.CertificateArn.replace('123456789012', account) };
}

function estateOf(...certificates: ReturnType<typeof ending>[]): FakeAccount[] {
  const tags = {};
  return [
    { id: HOME, name: 'Operations', certificates, tags },
    { id: CONTOSO, name: 'Contoso', externalId: 'secret word', certificates, tags },
  ];
}

/** Sweeps where AWS is as described. */
async function sweepIn(accounts: readonly FakeAccount[], intercept?: (asked: Asked) => Reply | undefined) {
  await estate?.close();
  estate = await startEstate(accounts, intercept && { intercept });
  return here.sweep({ look: { ...here.world.look, aws: estate.aws } });
}

async function known(): Promise<Record<string, Result>> {
  return Object.fromEntries(await here.world.results.latest());
}

const near = ending(10);
const other = ending(11, CONTOSO, 'us-east-1');

describe('A row with an ARN', () => {
  test('says whose a certificate is that an inventory found', async () => {
    await here.put(ALL, { target: near.CertificateArn, client: 'Contoso', service: 'Shop', owner: 'anna' });
    expect(await sweepIn(estateOf(near, other))).toEqual(['Contoso: due', 'Operations: due']);
    expect((await known())[near.CertificateArn]).toMatchObject({
      kind: 'acm',
      client: 'Contoso',
      service: 'Shop',
      owner: 'anna',
      foundBy: 'acm:*',
    });
  });

  test('mutes it, or switches it off and its result away', async () => {
    await here.put(ALL, { target: near.CertificateArn, muted: '2026-12-24' });
    expect(await sweepIn(estateOf(near))).toEqual([]);
    expect(Object.keys(await known())).toContain(near.CertificateArn);
    await here.put({ target: near.CertificateArn, enabled: 'no' });
    expect(await sweepIn(estateOf(near))).toEqual([]);
    expect(Object.keys(await known())).toEqual(['acm:*']);
  });

  test('that no inventory has found says so, until one has', async () => {
    await here.put(ALL, { target: near.CertificateArn, client: 'Contoso' });
    expect(await sweepIn(estateOf(other))).toEqual(['Contoso: broken', 'Operations: due']);
    expect((await known())[near.CertificateArn]).toMatchObject({
      kind: 'arn',
      findings: [{ reason: 'not-found', sentence: `No inventory has found ${near.CertificateArn}.` }],
    });
    expect(await sweepIn(estateOf(near, other))).toEqual(['Contoso: due', 'Contoso: recovered']);
    expect(await sweepIn(estateOf(other))).toEqual(['Contoso: broken']);
  });

  test.each<[string, (asked: Asked) => Reply | undefined]>([
    [
      'its region did not answer',
      ({ service, region }) => (service === 'acm' && region === 'eu-west-1' ? FAILED : undefined),
    ],
    ['the accounts are not known', ({ service }) => (service === 'organizations' ? denied('x') : undefined)],
  ])('is not said to be missing while %s', async (_, intercept) => {
    await here.put({ ...ALL, client: '' }, { target: ending(10, CONTOSO).CertificateArn, client: 'Contoso' });
    const told = await sweepIn(estateOf(other), intercept);
    expect(told.filter((line) => line.startsWith('Contoso'))).toEqual([]);
    expect((await known())[ending(10, CONTOSO).CertificateArn]).toMatchObject({ kind: 'arn', findings: [] });
  });

  test('is said to be missing where only another region did not answer', async () => {
    await here.put({ ...ALL, client: '' }, { target: ending(10).CertificateArn, client: 'Contoso' });
    const told = await sweepIn(estateOf(), ({ service, region }) =>
      service === 'acm' && region === 'us-east-1' ? FAILED : undefined,
    );
    expect(told).toContain('Contoso: broken');
  });

  test('is left to the prober that takes the inventory elsewhere', async () => {
    await here.put({ ...ALL, location: 'Frankfurt' }, { target: near.CertificateArn, client: 'Contoso' });
    expect(await sweepIn(estateOf(near))).toEqual([]);
    expect(Object.keys(await known())).toEqual(['monitor:frankfurt']);
  });
});

describe('Tags', () => {
  const tagged = (tags: Record<string, string>) =>
    estateOf(near).map((account) => ({ ...account, tags: { [near.CertificateArn]: tags } }));

  test('say whose a certificate is, and its client’s row is heard', async () => {
    await here.put(ALL, { target: 'client:Contoso', owner: 'clara' });
    expect(await sweepIn(tagged({ 'notafter:client': 'Contoso' }))).toEqual(['Contoso: due']);
    expect((await known())[near.CertificateArn]).toMatchObject({ client: 'Contoso', owner: 'clara' });
  });

  test('that cannot be read just now are taken to be what they were', async () => {
    await here.put(ALL);
    expect(await sweepIn(tagged({ 'notafter:client': 'Contoso', 'notafter:service': 'Shop' }))).toEqual([
      'Contoso: due',
    ]);
    here.now += 4 * DAY;
    expect(await sweepIn(tagged({}), ({ service }) => (service === 'tagging' ? 'html' : undefined))).toEqual([
      'Contoso: due',
      'Contoso: due',
    ]);
    expect((await known())[near.CertificateArn]).toMatchObject({ client: 'Contoso', service: 'Shop' });
    here.now += DAY;
    expect(await sweepIn(tagged({}))).toEqual(['Operations: due', 'Operations: due']);
  });
});

describe('Tags that the role may not read any more', () => {
  const withTags = (tags: Record<string, string>) =>
    estateOf(near).map((account) => ({ ...account, tags: { [near.CertificateArn]: tags } }));
  const refused = ({ service }: Asked) => (service === 'tagging' ? denied('tag:GetResources') : undefined);

  test('are taken to be what they were, and no message goes to another client', async () => {
    await here.put(ALL);
    await sweepIn(withTags({ 'notafter:client': 'Contoso', 'notafter:runbook': 'https://example.com' }));
    for (const intercept of [refused, refused]) {
      await sweepIn(withTags({}), intercept);
      expect((await known())[near.CertificateArn]).toMatchObject({
        client: 'Contoso',
        tags: { client: 'Contoso', runbook: 'https://example.com' },
      });
    }
  });

  test('and never were leave it to the row, whatever it says later', async () => {
    await here.put(ALL);
    await sweepIn(withTags({}), refused);
    expect((await known())[near.CertificateArn]?.client).toBe('Operations');
    await here.put({ ...ALL, client: 'Fabrikam' });
    await sweepIn(withTags({}), refused);
    expect((await known())[near.CertificateArn]?.client).toBe('Fabrikam');
  });
});

describe('What an inventory found where it cannot be read any more', () => {
  const optIn = ending(12, HOME, 'me-south-1');
  const accounts = estateOf(near, other, ending(12, CONTOSO, 'eu-west-1'), optIn).map((account) => ({
    ...account,
    regions: ['me-south-1'],
  }));

  test.each<[string, (asked: Asked) => Reply | undefined, string[]]>([
    [
      'goes on counting, and what is gone elsewhere goes: one account is closed',
      ({ operation }) => (operation === 'AssumeRole' ? denied('sts:AssumeRole') : undefined),
      [other.CertificateArn, ending(12, CONTOSO, 'eu-west-1').CertificateArn],
    ],
    [
      'goes on counting, and what is gone elsewhere goes: one region is silent',
      ({ service, region }) => (service === 'acm' && region === 'eu-west-1' ? FAILED : undefined),
      [near.CertificateArn, ending(12, CONTOSO, 'eu-west-1').CertificateArn],
    ],
    [
      'goes on counting: the accounts are not known',
      ({ service }) => (service === 'organizations' ? FAILED : undefined),
      [near, other, ending(12, CONTOSO, 'eu-west-1'), optIn].map(({ CertificateArn }) => CertificateArn),
    ],
    [
      'goes on counting, and what is gone elsewhere goes: it is not known which regions are enabled',
      ({ service }) => (service === 'account' ? denied('account:ListRegions') : undefined),
      [optIn.CertificateArn],
    ],
  ])('%s', async (_, intercept, kept) => {
    await here.put(ALL);
    await sweepIn(accounts);
    here.now += 6 * DAY;
    const empty = estateOf();
    await sweepIn(empty, intercept);
    const results = await known();
    expect(
      Object.keys(results)
        .filter((id) => id !== 'acm:*')
        .sort(),
    ).toEqual([...kept].sort());
    for (const arn of kept) {
      expect(results[arn]).toMatchObject({ seen: false, severity: 'critical', client: 'Operations' });
    }
    await sweepIn(empty);
    expect(Object.keys(await known())).toEqual(['acm:*']);
  });
});

test('what was seen is not taken for unread because other accounts are not known', async () => {
  await here.put(ALL);
  await sweepIn(estateOf(near));
  const before = (await known())[near.CertificateArn];
  await sweepIn(estateOf(near), ({ service }) => (service === 'organizations' ? FAILED : undefined));
  expect((await known())[near.CertificateArn]).toEqual(before);
  expect(before?.seen).toBe(true);
});

test('of several rows that find a certificate it is the one’s that names it most closely, at every sweep', async () => {
  await here.put(
    ALL,
    { target: 'acm:eu-west-1#all', account: 'organization', client: 'Europe' },
    { target: 'acm:*#contoso', account: CONTOSO, client: 'Contoso' },
  );
  const accounts = estateOf(near, other, ending(12, HOME, 'us-east-1'));
  expect(await sweepIn(accounts)).toEqual(['Contoso: due', 'Europe: due', 'Operations: due']);
  expect(await sweepIn(accounts)).toEqual([]);
  const results = await known();
  expect(results[near.CertificateArn]?.foundBy).toBe('acm:eu-west-1#all');
  expect(results[other.CertificateArn]?.foundBy).toBe('acm:*#contoso');
});

test('what is in the way of a renewal is remembered, and is no less in the way while DNS is silent', async () => {
  await here.put(ALL);
  const due = { ...ending(50), Type: 'AMAZON_ISSUED', RenewalEligibility: 'ELIGIBLE' } as const;
  const obstacle = { why: 'caa-forbids', name: 'x', at: 'x', allowed: [], property: 'issue' } as const;
  const found = async ({ now }: PreflightQuestion) => ({ at: now, obstacles: [obstacle] });
  const silent = async ({ now, known }: PreflightQuestion) => ({ at: now, obstacles: known?.obstacles ?? [] });
  const sweepWith = async (preflight: PreflightOf) => {
    await estate?.close();
    estate = await startEstate(estateOf(due));
    return here.sweep({ look: { ...here.world.look, aws: estate.aws, preflight } });
  };
  expect(await sweepWith(found)).toEqual(['Operations: broken']);
  here.now += HOUR;
  expect(await sweepWith(silent)).toEqual([]);
  expect((await known())[due.CertificateArn]).toMatchObject({ checkedAt: NOW });
  here.now += DAY;
  expect(await sweepWith(silent)).toEqual([]);
  expect((await known())[due.CertificateArn]?.holds?.preflight).toEqual({ at: here.now, obstacles: [obstacle] });
});

test('a row that is renamed while a place is silent loses nothing of what lies there', async () => {
  await here.put(ALL);
  await sweepIn(estateOf(near, other));
  await here.remove('acm:*');
  await here.put({ ...ALL, target: 'acm:*#all' });
  const silent = ({ service, region }: Asked) => (service === 'acm' && region === 'eu-west-1' ? FAILED : undefined);
  await sweepIn(estateOf(near), silent);
  expect(Object.keys(await known()).sort()).toEqual([near.CertificateArn, 'acm:*#all'].sort());
  await sweepIn(estateOf(near));
  expect((await known())[near.CertificateArn]).toMatchObject({ foundBy: 'acm:*#all', seen: true });
  await sweepIn(estateOf());
  expect(Object.keys(await known())).toEqual(['acm:*#all']);
});

test('an inventory leaves time for the looks that follow it', async () => {
  await here.put(ALL);
  const silent = ({ service, region }: Asked): Reply | undefined =>
    service === 'acm' && region === 'eu-west-1' ? 'silent' : undefined;
  estate = await startEstate(estateOf(near, other), { intercept: silent });
  await here.sweep({ look: { ...here.world.look, aws: estate.aws }, lookUntil: NOW + 3_000 });
  expect((await known())['acm:*']?.findings[0]?.sentence).toMatch(/did not answer everything in time/);
});
