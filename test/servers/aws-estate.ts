import { type AwsSettings, createAws } from '../../lambda/aws/clients';
import type { AcmCertificate } from './acm-answers';
import { acm, denied } from './acm-server';
import {
  type Answer,
  type Asked,
  type AwsServer,
  keysOf,
  pageOf,
  type Reply,
  type Service,
  startAws,
  UNKNOWN,
} from './aws-server';
import { type TagsByArn, tagging } from './tagging-service';

/** An account with all that inventories find in it. */
export interface FakeAccount {
  readonly id: string;
  readonly name: string;
  readonly state?: string;
  /** Enabled besides those that every account has. */
  readonly regions?: readonly string[];
  /** What the member role's trust asks for; without one, the role is not there. */
  readonly externalId?: string;
  readonly certificates?: readonly AcmCertificate[];
  /** Server certificates in IAM, as GetServerCertificate tells of them. */
  readonly uploads?: readonly Upload[];
  readonly domains?: readonly object[];
  /** By region. */
  readonly databases?: Readonly<Record<string, readonly object[]>>;
  readonly authorities?: Readonly<Record<string, readonly object[]>>;
  readonly tags?: TagsByArn;
}

export interface Upload {
  readonly Arn: string;
  readonly ServerCertificateName: string;
  readonly Expiration: Date;
  readonly CertificateBody: string;
}

export interface FakeEstate extends AwsServer {
  /** AWS as the first account sees it. */
  readonly aws: ReturnType<typeof createAws>;
}

/** Regions that are enabled in every account of the estate. */
export const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1'];

/** CAs of RDS and their ends. */
export const CAS = [
  { CertificateIdentifier: 'rds-ca-2019', ValidTill: new Date('2027-08-22T17:08:50Z') },
  { CertificateIdentifier: 'rds-ca-rsa2048-g1', ValidTill: new Date('2061-05-25T22:34:57Z') },
];

const PAGE = 2;

/**
 * Several accounts on one server, of which the first is the monitor's own; lists come in pages of two.
 *
 * @param intercept answers before the services do, where it answers at all.
 */
export async function startEstate(
  accounts: readonly FakeAccount[],
  { intercept, ...settings }: AwsSettings & { readonly intercept?: (asked: Asked) => Reply | undefined } = {},
): Promise<FakeEstate> {
  const services = servicesOf(accounts);
  const wrapped = Object.entries(services).map(([name, service]): [string, Service] => [
    name,
    (asked) => intercept?.(asked) ?? service(asked),
  ]);
  const server = await startAws(Object.fromEntries(wrapped));
  const aws = createAws({
    endpoint: server.endpoint,
    region: 'eu-west-1',
    credentials: keysOf(accounts[0]?.id ?? ''),
    externalId: 'secret word',
    wait: async () => undefined,
    ...settings,
  });
  return { ...server, aws };
}

function servicesOf(accounts: readonly FakeAccount[]): Record<string, Service> {
  const of = ({ account }: Asked): FakeAccount =>
    accounts.find(({ id }) => id === account) ?? { id: account, name: '' };
  /** What is told where the region is enabled. */
  const regional =
    (answer: (asked: Asked, account: FakeAccount) => Reply): Service =>
    (asked) => {
      const account = of(asked);
      return [...REGIONS, ...(account.regions ?? [])].includes(asked.region) ? answer(asked, account) : NOT_ENABLED;
    };
  return {
    sts: (asked) => sts(accounts, asked),
    organizations: (asked) => organizations(accounts, asked),
    account: (asked) => regions(of(asked), asked),
    acm: regional((asked, { certificates = [] }) => acm({ certificates }, asked)),
    tagging: regional((asked, { tags = {} }) => tagging(tags)(asked)),
    iam: (asked) => iam(of(asked), asked),
    rds: regional((asked, account) => rds(account, asked)),
    'acm-pca': regional((asked, account) => authorities(account, asked)),
    route53domains: (asked) => domains(of(asked), asked),
  };
}

const NOT_ENABLED: Answer = {
  error: 'UnrecognizedClientException',
  message: 'The security token included in the request is invalid.',
};

function sts(accounts: readonly FakeAccount[], { operation, input, account }: Asked): Reply {
  if (operation === 'GetCallerIdentity') {
    return { output: { Account: account, Arn: `arn:aws:sts::${account}:assumed-role/sweep/sweep`, UserId: 'X' } };
  }
  if (operation !== 'AssumeRole') return UNKNOWN;
  const role = accounts.find(({ id }) => input.RoleArn === `arn:aws:iam::${id}:role/notafter-member`);
  const trusted = role?.externalId !== undefined && role.externalId === input.ExternalId;
  if (!trusted || input.RoleSessionName !== 'notafter') {
    const message = `User: arn:aws:sts::${account}:assumed-role/sweep/sweep is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`;
    return { error: 'AccessDenied', message };
  }
  const { accessKeyId, secretAccessKey } = keysOf(role.id);
  const Expiration = new Date(Date.now() + 3_600_000);
  const Credentials = { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: 'token', Expiration };
  return { output: { Credentials } };
}

function organizations(accounts: readonly FakeAccount[], { operation, input, account }: Asked): Reply {
  if (operation !== 'ListAccounts') return UNKNOWN;
  if (account !== accounts[0]?.id) return denied('organizations:ListAccounts');
  const { page, next } = pageOf(accounts, PAGE, input.NextToken);
  const Accounts = page.map(({ id, name, state = 'ACTIVE' }) => ({ Id: id, Name: name, State: state }));
  return { output: { Accounts, NextToken: next } };
}

function regions({ regions: enabled = [] }: FakeAccount, { operation, input }: Asked): Reply {
  if (operation !== 'listRegions') return UNKNOWN;
  const all = [
    ...REGIONS.map((RegionName) => ({ RegionName, RegionOptStatus: 'ENABLED_BY_DEFAULT' })),
    ...enabled.map((RegionName) => ({ RegionName, RegionOptStatus: 'ENABLED' })),
    { RegionName: 'af-south-1', RegionOptStatus: 'DISABLED' },
  ];
  const wanted = [input.RegionOptStatusContains].flat();
  const { page, next } = pageOf(
    all.filter(({ RegionOptStatus }) => wanted.includes(RegionOptStatus)),
    PAGE,
    input.NextToken,
  );
  return { output: { Regions: page, NextToken: next } };
}

function iam({ uploads = [] }: FakeAccount, { operation, input }: Asked): Reply {
  if (operation === 'GetServerCertificate') {
    const found = uploads.find(({ ServerCertificateName }) => ServerCertificateName === input.ServerCertificateName);
    if (!found) return { error: 'NoSuchEntity', message: 'The server certificate cannot be found.' };
    const { CertificateBody, ...ServerCertificateMetadata } = found;
    return { output: { ServerCertificate: { ServerCertificateMetadata, CertificateBody } } };
  }
  if (operation !== 'ListServerCertificates') return UNKNOWN;
  const { page, next } = pageOf(uploads, PAGE, input.Marker);
  const ServerCertificateMetadataList = page.map(({ CertificateBody, ...metadata }) => metadata);
  return { output: { ServerCertificateMetadataList, IsTruncated: next !== undefined, Marker: next } };
}

function rds({ databases = {} }: FakeAccount, { operation, input, region }: Asked): Reply {
  const lists: Readonly<Record<string, readonly [string, readonly object[]]>> = {
    DescribeDBInstances: ['DBInstances', databases[region] ?? []],
    DescribeCertificates: ['Certificates', CAS],
  };
  const [name, all] = lists[operation] ?? [];
  if (name === undefined || all === undefined) return UNKNOWN;
  const { page, next } = pageOf(all, PAGE, input.Marker);
  return { output: { [name]: page, Marker: next } };
}

function authorities({ authorities: all = {} }: FakeAccount, { operation, input, region }: Asked): Reply {
  if (operation !== 'ListCertificateAuthorities') return UNKNOWN;
  const { page, next } = pageOf(all[region] ?? [], PAGE, input.NextToken);
  return { output: { CertificateAuthorities: page, NextToken: next } };
}

/** Answers in its one region alone. */
function domains({ domains: all = [] }: FakeAccount, { operation, input, region }: Asked): Reply {
  if (operation !== 'ListDomains' || region !== 'us-east-1') return UNKNOWN;
  const { page, next } = pageOf(all, PAGE, input.Marker);
  return { output: { Domains: page, NextPageMarker: next } };
}
