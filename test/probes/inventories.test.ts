import { assess } from '../../lambda/core/assess';
import type { Observation, Sighting } from '../../lambda/core/observation';
import { readTargets } from '../../lambda/core/read-targets';
import type { Row } from '../../lambda/core/row';
import { probe } from '../../lambda/probes';
import type { Look } from '../../lambda/probes/probe';
import { acmCertificate } from '../servers/acm-answers';
import { denied, THROTTLED } from '../servers/acm-server';
import { CAS, type FakeAccount, type FakeEstate, REGIONS, startEstate } from '../servers/aws-estate';
import type { Asked } from '../servers/aws-server';
import { selfSigned } from '../servers/certificates';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const [HOME, CONTOSO, CLOSED] = ['111111111111', '222222222222', '333333333333'] as const;

let estate: FakeEstate | undefined;
afterEach(async () => {
  await estate?.close();
  estate = undefined;
});

type Options = Parameters<typeof startEstate>[1];

async function look(row: Row, accounts: readonly FakeAccount[], options?: Options) {
  estate = await startEstate(accounts, options);
  return again(row);
}

async function again(
  row: Row,
  more: Partial<Look> = {},
): Promise<{ first: Sighting; found: Sighting[]; seen: unknown[] }> {
  const [target] = readTargets([row]);
  if (estate === undefined || target === undefined) throw new Error('There is nothing to look at');
  const [first, ...found] = await probe(target, { aws: estate.aws, now: () => NOW, timeout: 10_000, ...more });
  return {
    first,
    found,
    seen: found.map(({ target, observation }) => [target.kind, target.id, facts(observation)]).sort(),
  };
}

function facts(observation: Observation): unknown {
  const { saw, ...told } = observation;
  return Object.values(told)[0];
}

function calls(): string[] {
  return (estate?.asked ?? []).map(
    ({ service, operation, account, region }) => `${service} ${operation} ${account} ${region}`,
  );
}

function certificate(domain: string, account: string, region: string) {
  const made = acmCertificate(domain, {}, region);
  return { ...made, CertificateArn: made.CertificateArn.replace('123456789012', account) };
}

const home: FakeAccount = {
  id: HOME,
  name: 'Operations',
  certificates: REGIONS.map((region) => certificate(`home.${region}.example`, HOME, region)),
};
const contoso: FakeAccount = {
  id: CONTOSO,
  name: 'Contoso production',
  externalId: 'secret word',
  regions: ['me-south-1'],
  certificates: ['eu-west-1', 'me-south-1'].map((region) => certificate(`contoso.${region}.example`, CONTOSO, region)),
};
const closed: FakeAccount = {
  id: CLOSED,
  name: 'Fabrikam',
  certificates: [certificate('x.example', CLOSED, 'eu-west-1')],
};
const left: FakeAccount = {
  id: '444444444444',
  name: 'Left',
  state: 'SUSPENDED',
  externalId: 'secret word',
  certificates: [certificate('y.example', '444444444444', 'eu-west-1')],
};

const domainsOf = (found: readonly Sighting[]) =>
  found.flatMap(({ observation }) => (observation.saw === 'managed' ? [observation.certificate.domain] : [])).sort();

describe('An inventory of ACM', () => {
  it('of every region asks in those that are enabled, in each once', async () => {
    const { first, found } = await look({ target: 'acm:*' }, [home, contoso]);
    expect(first.observation).toEqual({ saw: 'inventory', count: 3 });
    expect(domainsOf(found)).toEqual(['home.eu-central-1.example', 'home.eu-west-1.example', 'home.us-east-1.example']);
    expect(
      calls()
        .filter((call) => call.startsWith('acm '))
        .sort(),
    ).toEqual(REGIONS.map((region) => `acm SearchCertificates ${HOME} ${region}`).sort());
  });

  it('of other accounts enters them in the member role, and the own one as it is', async () => {
    const { first, found } = await look({ target: 'acm:*', account: `${HOME} ${CONTOSO}` }, [home, contoso]);
    expect(first.observation).toEqual({ saw: 'inventory', count: 5 });
    expect(domainsOf(found)).toContain('contoso.me-south-1.example');
    expect(found.find(({ target }) => target.id.includes(CONTOSO))?.target).toMatchObject({ kind: 'acm', client: '-' });
    expect(calls().filter((call) => call.startsWith('sts AssumeRole'))).toEqual([`sts AssumeRole ${HOME} eu-west-1`]);
    expect(calls()).toContain(`acm SearchCertificates ${CONTOSO} me-south-1`);
    expect(calls()).not.toContain(`acm SearchCertificates ${HOME} me-south-1`);
  });

  it('of the organisation enters every account that is active; one that is closed to it is a gap', async () => {
    const { first, found } = await look({ target: 'acm:*', account: 'organization' }, [home, contoso, closed, left]);
    expect(found).toHaveLength(5);
    expect(first.observation).toEqual({
      saw: 'inventory',
      count: 5,
      gaps: [{ account: CLOSED, failure: { reason: 'access-denied', sentence: expect.any(String) } }],
    });
    const { severity, findings } = assess(first.target, first.observation, undefined, NOW);
    expect([severity, findings.length]).toEqual(['warning', 1]);
    expect(findings[0]?.about).toBe(CLOSED);
    expect(findings[0]?.sentence).toMatch(
      /^It was not possible to enter account 333333333333 \(Fabrikam\) as arn:aws:iam::333333333333:role\/notafter-member: the role is not there, or .* deploy the template for member accounts there \(AWS says: User: .*sts:AssumeRole/,
    );
  });

  it('of an organisation that does not tell its accounts is one of the own account, with a gap for all others', async () => {
    const intercept = ({ service }: { service: string }) =>
      service === 'organizations' ? denied('organizations:ListAccounts') : undefined;
    const { first } = await look({ target: 'acm:*', account: 'organization' }, [home, contoso], { intercept });
    const sentence = expect.stringContaining('(deploy with -c organization=yes)');
    expect(first.observation).toMatchObject({ count: 3, gaps: [{ failure: { reason: 'access-denied', sentence } }] });
    expect(Object.keys(first.observation.saw === 'inventory' ? (first.observation.gaps?.[0] ?? {}) : {})).toEqual([
      'failure',
    ]);
  });

  it('asks STS, the organisation and the regions once for several looks', async () => {
    const row = { target: 'acm:*', account: 'organization' };
    await look(row, [home, contoso]);
    const before = calls().length;
    await again(row);
    await again({ target: 'iam:', account: 'organization' });
    expect(
      calls()
        .slice(before)
        .filter((call) => /^(sts|organizations|account) /.test(call)),
    ).toEqual([]);
  });

  it('enters an account anew when the credentials come to their end', async () => {
    let now = Date.now();
    const row = { target: 'acm:eu-west-1', account: CONTOSO };
    await look(row, [home, contoso], { now: () => now });
    now += 54 * 60_000;
    await again(row);
    expect(calls().filter((call) => call.startsWith('sts AssumeRole'))).toHaveLength(1);
    now += 2 * 60_000;
    await again(row);
    expect(calls().filter((call) => call.startsWith('sts AssumeRole'))).toHaveLength(2);
  });

  it('leaves a region out that is closed to it, and says so once at info', async () => {
    const intercept = ({ service, region }: { service: string; region: string }) =>
      service === 'acm' && region === 'eu-central-1' ? denied('acm:SearchCertificates') : undefined;
    const { first } = await look({ target: 'acm:*' }, [home], { intercept });
    expect(first.observation).toMatchObject({
      count: 2,
      gaps: [{ region: 'eu-central-1', failure: { reason: 'region-disabled' } }],
    });
    expect(assess(first.target, first.observation, undefined, NOW).findings).toEqual([
      {
        reason: 'region-skipped',
        severity: 'info',
        sentence: expect.stringMatching(
          /^The region eu-central-1 is left out\. AWS refuses to tell of ACM in eu-central-1: the role needs/,
        ),
      },
    ]);
  });

  it('of every region without the right to know which are enabled looks at those that every account has', async () => {
    const intercept = ({ service }: { service: string }) =>
      service === 'account' ? denied('account:ListRegions') : undefined;
    const { first, found } = await look({ target: 'acm:*' }, [home], { intercept });
    expect(domainsOf(found)).toHaveLength(3);
    const { findings } = assess(first.target, first.observation, undefined, NOW);
    expect(findings.map(({ reason, severity }) => `${severity} ${reason}`)).toEqual([
      'info region-skipped',
      'info region-skipped',
    ]);
    expect(findings[0]?.sentence).toMatch(/^Which regions are enabled in this account could not be read/);
  });

  it('of an account whose regions cannot be read just now is a gap, for one of them could pass for empty', async () => {
    const intercept = ({ service }: { service: string }) => (service === 'account' ? 'cut' : undefined);
    const { first } = await look({ target: 'acm:*' }, [home], { intercept });
    expect(first.observation).toMatchObject({ saw: 'nothing', failure: { reason: 'reset' } });
  });

  it('that nobody lets in says why, once', async () => {
    const intercept = ({ service }: { service: string }) =>
      service === 'acm' ? denied('acm:SearchCertificates') : undefined;
    const { first, found } = await look({ target: 'acm:*' }, [home], { intercept });
    expect(found).toEqual([]);
    expect(first.observation).toMatchObject({
      saw: 'nothing',
      failure: {
        reason: 'access-denied',
        sentence: expect.stringMatching(
          /the role needs acm:SearchCertificates.* Nor could anything be read in 2 other places\.$/,
        ),
      },
    });
  });
});

describe('Tags', () => {
  const arn = home.certificates?.[0]?.CertificateArn ?? '';
  const tagged = { ...home, tags: { [arn]: { 'notafter:client': 'Contoso', Owner: 'nobody' } } };
  const tagsOf = ({ found }: { found: readonly Sighting[] }) => found.find(({ target }) => target.id === arn)?.tags;

  it('are read with one call for a hundred certificates', async () => {
    const many = Array.from({ length: 101 }, (_, i) => certificate(`host-${i}.example`, HOME, 'eu-west-1'));
    const tags = Object.fromEntries(
      many.map(({ CertificateArn }, i) => [CertificateArn, { 'notafter:client': `c${i}` }]),
    );
    const { found } = await look({ target: 'acm:eu-west-1' }, [{ ...home, certificates: many, tags }]);
    expect(found.at(100)?.tags).toEqual({ client: 'c100' });
    expect(calls().filter((call) => call.startsWith('tagging '))).toHaveLength(2);
  });

  it('are those with the prefix that is set', async () => {
    expect(tagsOf(await look({ target: 'acm:*' }, [tagged]))).toEqual({ client: 'Contoso' });
    await estate?.close();
    expect(tagsOf(await look({ target: 'acm:*' }, [tagged], { tagPrefix: '' }))).toEqual({ owner: 'nobody' });
  });

  it('that the role may not read are not known, and somebody hears of it', async () => {
    const intercept = ({ service }: { service: string }) =>
      service === 'tagging' ? denied('tag:GetResources') : undefined;
    const looked = await look({ target: 'acm:us-east-1' }, [tagged], { intercept });
    expect(tagsOf(looked)).toBeUndefined();
    expect(looked.first.target.problems).toEqual([
      {
        reason: 'access-denied',
        severity: 'warning',
        sentence: expect.stringMatching(
          /^Tags could not be read: AWS refuses to tell of ACM in us-east-1: the role needs tag:GetResources/,
        ),
      },
    ]);
  });

  it('that could not be read just now are not known, which is not the same', async () => {
    const intercept = ({ service }: { service: string }) => (service === 'tagging' ? 'cut' : undefined);
    const looked = await look({ target: 'acm:us-east-1' }, [tagged], { intercept });
    expect(looked.found).toHaveLength(1);
    expect(tagsOf(looked)).toBeUndefined();
    expect(looked.first.target.problems[0]).toMatchObject({ reason: 'unreachable', severity: 'info' });
  });

  it('are asked for again where AWS turns the question away', async () => {
    let turned = 0;
    const intercept = ({ service }: { service: string }) =>
      service === 'tagging' && turned++ < 4 ? THROTTLED : undefined;
    expect(tagsOf(await look({ target: 'acm:us-east-1' }, [tagged], { intercept }))).toEqual({ client: 'Contoso' });
    expect(turned).toBe(5);
  });

  it('are not asked for where there is nothing to have any', async () => {
    await look({ target: 'acm:us-east-1' }, [{ ...home, certificates: [] }]);
    expect(calls()).toEqual([`acm SearchCertificates ${HOME} us-east-1`]);
  });
});

describe('An inventory of IAM', () => {
  const upload = (name: string, expiration: string, body = '') => ({
    Arn: `arn:aws:iam::${HOME}:server-certificate/${name}`,
    ServerCertificateName: name,
    Expiration: new Date(expiration),
    CertificateBody: body,
  });

  it('finds every certificate, with what its body says', async () => {
    const { certificate: pem } = await selfSigned({ name: 'www.example.com' });
    const uploads = [
      upload('web', '2027-01-01T00:00:00Z', pem),
      upload('odd', '2027-02-01T00:00:00Z', 'no PEM'),
      upload('api', '2027-03-01T00:00:00Z', pem),
    ];
    const tags = { [upload('api', '2027-03-01T00:00:00Z').Arn]: { 'notafter:owner': 'anna' } };
    const { first, found, seen } = await look({ target: 'iam:' }, [{ ...home, uploads, tags }]);
    expect(first.observation).toEqual({ saw: 'inventory', count: 3 });
    expect(seen).toEqual([
      [
        'iam',
        `arn:aws:iam::${HOME}:server-certificate/api`,
        expect.objectContaining({ name: 'api', notAfter: Date.parse('2027-03-01T00:00:00Z') }),
      ],
      [
        'iam',
        `arn:aws:iam::${HOME}:server-certificate/odd`,
        { arn: expect.any(String), name: 'odd', notAfter: Date.parse('2027-02-01T00:00:00Z') },
      ],
      [
        'iam',
        `arn:aws:iam::${HOME}:server-certificate/web`,
        expect.objectContaining({ leaf: expect.objectContaining({ subject: 'CN=www.example.com' }) }),
      ],
    ]);
    expect(found.find(({ target }) => target.id.endsWith('/api'))?.tags).toEqual({ owner: 'anna' });
  });

  it('does not ask for the body of what expired long ago', async () => {
    const uploads = [upload('old', '2016-01-01T00:00:00Z'), upload('late', '2026-11-01T00:00:00Z')];
    const { found } = await look({ target: 'iam:' }, [{ ...home, uploads }]);
    expect(found).toHaveLength(2);
    expect(
      estate?.asked
        .filter(({ operation }) => operation === 'GetServerCertificate')
        .map(({ input }) => input.ServerCertificateName),
    ).toEqual(['late']);
  });

  it('goes on without bodies that it may not read, and says so', async () => {
    const intercept = ({ operation }: { operation: string }) =>
      operation === 'GetServerCertificate' ? denied('iam:GetServerCertificate') : undefined;
    const { first, found } = await look(
      { target: 'iam:' },
      [{ ...home, uploads: [upload('web', '2027-01-01T00:00:00Z')] }],
      { intercept },
    );
    expect(found).toHaveLength(1);
    expect(first.target.problems[0]).toMatchObject({
      severity: 'warning',
      sentence: expect.stringMatching(
        /^The names of one certificate could not be read: AWS refuses to tell of IAM: the role needs iam:GetServerCertificate/,
      ),
    });
  });

  it('passes over what was deleted meanwhile', async () => {
    const intercept = ({ operation }: { operation: string }) =>
      operation === 'GetServerCertificate' ? { error: 'NoSuchEntity' } : undefined;
    const { first, found } = await look(
      { target: 'iam:' },
      [{ ...home, uploads: [upload('web', '2027-01-01T00:00:00Z')] }],
      { intercept },
    );
    expect([found, first.target.problems]).toEqual([[], []]);
  });

  it('of an account that refuses is a gap of that account, whatever the region', async () => {
    const intercept = ({ service, account }: { service: string; account: string }) =>
      service === 'iam' && account === CONTOSO ? denied('iam:ListServerCertificates') : undefined;
    const { first } = await look({ target: 'iam:', account: 'organization' }, [home, contoso], { intercept });
    expect(first.observation).toMatchObject({ gaps: [{ account: CONTOSO, failure: { reason: 'access-denied' } }] });
    expect(first.observation.saw === 'inventory' && first.observation.gaps?.[0]).not.toHaveProperty('region');
  });
});

describe('An inventory of domains', () => {
  const domains = ['one', 'two', 'three'].map((name, i) => ({
    DomainName: `${name}.example`,
    AutoRenew: i === 0,
    Expiry: new Date('2027-01-01T00:00:00Z'),
  }));

  it('finds those of each account, in the one region that tells, under names that say the account', async () => {
    const accounts = [
      { ...home, domains },
      { ...contoso, domains: [...domains.slice(0, 1), { DomainName: 'pending.example' }] },
    ];
    const { first, seen } = await look({ target: 'route53:', account: 'organization' }, accounts);
    expect(first.observation).toEqual({ saw: 'inventory', count: 4 });
    expect(seen).toContainEqual([
      'route53',
      `arn:aws:route53domains::${CONTOSO}:domain/one.example`,
      { name: 'one.example', expires: Date.parse('2027-01-01T00:00:00Z'), autoRenew: true },
    ]);
  });

  it('knows the own account without its being named', async () => {
    const { seen } = await look({ target: 'route53:' }, [{ ...home, domains }]);
    expect(seen.map((one) => (Array.isArray(one) ? one[1] : ''))).toContain(
      `arn:aws:route53domains::${HOME}:domain/two.example`,
    );
  });
});

describe('An inventory of databases', () => {
  const instance = (name: string, region: string, more: object = {}) => ({
    DBInstanceIdentifier: name,
    DBInstanceArn: `arn:aws:rds:${region}:${HOME}:db:${name}`,
    Engine: 'postgres',
    CACertificateIdentifier: 'rds-ca-2019',
    CertificateDetails: { CAIdentifier: 'rds-ca-2019', ValidTill: new Date('2027-06-01T00:00:00Z') },
    ...more,
  });
  const databases = {
    'eu-west-1': ['a', 'b', 'c'].map((name) =>
      instance(name, 'eu-west-1', { TagList: [{ Key: 'notafter:service', Value: 'Shop' }] }),
    ),
    'us-east-1': [instance('d', 'us-east-1', { CertificateDetails: undefined, CACertificateIdentifier: 'unheard-of' })],
  };

  it('finds them in every region, with the ends of their certificates and of the CAs, and their tags', async () => {
    const { first, found } = await look({ target: 'rds:*' }, [{ ...home, databases }]);
    expect(first.observation).toEqual({ saw: 'inventory', count: 4 });
    const b = found.find(({ target }) => target.id.endsWith(':b'));
    expect(b).toMatchObject({
      tags: { service: 'Shop' },
      observation: {
        database: {
          name: 'b',
          engine: 'postgres',
          ca: { name: 'rds-ca-2019', notAfter: CAS[0]?.ValidTill.getTime() },
          notAfter: Date.parse('2027-06-01T00:00:00Z'),
        },
      },
    });
    expect(found.find(({ target }) => target.id.endsWith(':d'))?.observation).toEqual({
      saw: 'database',
      database: {
        arn: `arn:aws:rds:us-east-1:${HOME}:db:d`,
        name: 'd',
        engine: 'postgres',
        ca: { name: 'unheard-of' },
      },
    });
  });

  it('does without the ends of CAs that it may not read', async () => {
    const intercept = ({ operation }: { operation: string }) =>
      operation === 'DescribeCertificates' ? denied('rds:DescribeCertificates') : undefined;
    const { first, found } = await look({ target: 'rds:eu-west-1' }, [{ ...home, databases }], { intercept });
    expect(found).toHaveLength(3);
    expect(first.target.problems[0]?.sentence).toMatch(/^When CAs end could not be read: .*rds:DescribeCertificates/);
  });
});

describe('An inventory of authorities', () => {
  const authority = (id: string, more: object = {}) => ({
    Arn: `arn:aws:acm-pca:eu-west-1:${HOME}:certificate-authority/${id}`,
    Status: 'ACTIVE',
    NotBefore: 1_700_000_000.5,
    NotAfter: 1_800_000_000,
    Serial: '0a:1b',
    CertificateAuthorityConfiguration: { Subject: { CommonName: 'Contoso\u202e CA' } },
    ...more,
  });
  const authorities = {
    'eu-west-1': [
      authority('1'),
      authority('2', {
        Status: 'PENDING_CERTIFICATE',
        NotBefore: undefined,
        NotAfter: undefined,
        Serial: undefined,
        CertificateAuthorityConfiguration: {},
      }),
      authority('3', { Status: 'DELETED' }),
    ],
  };

  it('finds those that have not been deleted, with what AWS tells of them', async () => {
    const arn = authority('1').Arn;
    const { seen, found } = await look({ target: 'acm-pca:*' }, [
      { ...home, authorities, tags: { [arn]: { 'notafter:owner': 'pki' } } },
    ]);
    const two = authority('2').Arn;
    expect(seen).toEqual([
      [
        'acm-pca',
        arn,
        {
          arn,
          name: 'Contoso CA',
          status: 'ACTIVE',
          notBefore: 1_700_000_000_500,
          notAfter: 1_800_000_000_000,
          serial: '0A1B',
        },
      ],
      ['acm-pca', two, { arn: two, name: two, status: 'PENDING_CERTIFICATE' }],
    ]);
    expect(found[0]?.tags).toEqual({ owner: 'pki' });
  });

  it.each<[string, 'html' | 'denied', string, RegExp]>([
    ['a page of a proxy', 'html', 'service-failed', /failed with HTTP 500: what came back is no answer of AWS\.$/],
    [
      'a refusal',
      'denied',
      'access-denied',
      /^AWS refuses to tell of AWS Private CA in eu-west-1: the role needs acm-pca:ListCertificateAuthorities/,
    ],
  ])('says what went wrong: %s', async (_, how, reason, sentence) => {
    const intercept = ({ service }: { service: string }) =>
      service === 'acm-pca' ? (how === 'denied' ? denied('acm-pca:ListCertificateAuthorities') : how) : undefined;
    const { first } = await look({ target: 'acm-pca:eu-west-1' }, [{ ...home, authorities }], { intercept });
    expect(first.observation).toEqual({
      saw: 'nothing',
      failure: { reason, sentence: expect.stringMatching(sentence) },
    });
  });
});

describe('An answer without its list does not say that there is nothing', () => {
  it.each([
    ['acm:eu-west-1', 'SearchCertificates'],
    ['acm:*', 'listRegions'],
    ['iam:', 'ListServerCertificates'],
    ['route53:', 'ListDomains'],
    ['rds:eu-west-1', 'DescribeDBInstances'],
    ['acm-pca:eu-west-1', 'ListCertificateAuthorities'],
  ])('%s: %s', async (target, empty) => {
    const intercept = ({ operation }: { operation: string }) => (operation === empty ? { output: {} } : undefined);
    const { first } = await look({ target }, [home], { intercept });
    expect(first.observation).toMatchObject({
      saw: 'nothing',
      failure: {
        reason: 'service-failed',
        sentence: expect.stringMatching(/failed with HTTP 200: Error: the answer has no list\.$/),
      },
    });
  });

  it('acm:eu-west-1: ListCertificates, where it is asked', async () => {
    const intercept = ({ operation }: { operation: string }) =>
      operation === 'SearchCertificates' ? denied('x') : operation === 'ListCertificates' ? { output: {} } : undefined;
    const { first } = await look({ target: 'acm:eu-west-1' }, [home], { intercept });
    expect(first.observation).toMatchObject({ saw: 'nothing', failure: { reason: 'service-failed' } });
  });

  it('the accounts of the organisation', async () => {
    const intercept = ({ operation }: { operation: string }) =>
      operation === 'ListAccounts' ? { output: {} } : undefined;
    const { first } = await look({ target: 'acm:*', account: 'organization' }, [home, contoso], { intercept });
    expect(first.observation).toMatchObject({ gaps: [{ failure: { reason: 'service-failed' } }] });
  });

  it('the tags', async () => {
    const intercept = ({ service }: { service: string }) => (service === 'tagging' ? { output: {} } : undefined);
    const { found } = await look({ target: 'acm:us-east-1' }, [home], { intercept });
    expect(found.map(({ tags }) => tags)).toEqual([undefined]);
  });
});

describe('An inventory takes half of the time that is left', () => {
  const silence = (silent: (asked: Asked) => boolean) => async (row: Row) => {
    estate = await startEstate([home, contoso], { intercept: (asked) => (silent(asked) ? 'silent' : undefined) });
    return again(row, { until: NOW + 3_000 });
  };
  const LATE = { reason: 'timed-out' };

  it('and leaves a gap where a region is silent until then', async () => {
    const silent = silence(({ service, region }) => service === 'acm' && region === 'eu-west-1');
    const { first } = await silent({ target: 'acm:*' });
    expect(first.observation).toMatchObject({ count: 2, gaps: [{ region: 'eu-west-1', failure: LATE }] });
  });

  it('and says that the accounts are not known where nobody tells them until then', async () => {
    const silent = silence(({ service }) => service === 'organizations');
    const { first } = await silent({ target: 'iam:', account: 'organization' });
    expect(first.observation).toMatchObject({ saw: 'nothing', failure: LATE });
  });

  it('and says so where nobody tells even the own account', async () => {
    const silent = silence(({ service }) => service === 'sts');
    const { first } = await silent({ target: 'acm:*', account: CONTOSO });
    expect(first.observation).toMatchObject({ saw: 'nothing', failure: LATE });
  });
});
