import { AccountClient } from '@aws-sdk/client-account';
import { ACMClient, type ACMClientConfig } from '@aws-sdk/client-acm';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { RDSClient } from '@aws-sdk/client-rds';
import { Route53DomainsClient } from '@aws-sdk/client-route-53-domains';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Instant } from '../core/instant';
import { TAG_PREFIX } from '../core/tags';
import { type Directory, directory } from './directory';
import { type JsonCall, jsonCalls } from './json-client';
import { memberCredentials } from './member-credentials';
import { type Account, globalRegion, partitionOf, type Where } from './where';

/** How AWS is asked, and as whom; by default as the environment says: the function's role, or the profile on a desk. */
export interface AwsSettings {
  readonly endpoint?: string;
  /** The same for what has no client of the SDK here, which would read `AWS_ENDPOINT_URL` by itself; default the endpoint. */
  readonly jsonEndpoint?: string;
  readonly credentials?: NonNullable<ACMClientConfig['credentials']>;
  /** Where the monitor is: its partition is the one that is looked at. */
  readonly region?: string;
  /** The name of the role in which other accounts are entered; default `notafter-member`. */
  readonly memberRole?: string;
  /** What the role's trust asks for, so that nobody else can have the monitor enter it. */
  readonly externalId?: string;
  /** What the tags begin with that are meant for notafter. */
  readonly tagPrefix?: string;
  readonly now?: () => Instant;
  /** How to pause before another attempt; by default, by really waiting. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** AWS, as inventories ask it. */
export interface Aws extends Directory {
  readonly acm: (where: Where) => ACMClient;
  readonly iam: (where: Where) => IAMClient;
  readonly rds: (where: Where) => RDSClient;
  readonly domains: (where: Where) => Route53DomainsClient;
  readonly call: (where: Where) => JsonCall;
  readonly tagPrefix: string;
}

/** Milliseconds; a full page of the slowest of these services comes within a few seconds. */
const CONNECT_TIMEOUT = 5_000;
const ANSWER_TIMEOUT = 15_000;

/** For every client: without these, a service that accepts and says nothing would hold a sweep until it is killed. */
export const REQUEST_TIMEOUTS = {
  connectionTimeout: CONNECT_TIMEOUT,
  requestTimeout: ANSWER_TIMEOUT,
  // Without this the SDK only prints a warning when the time is over.
  throwOnRequestTimeout: true,
  // The other two end with the headers; this one bounds a body that stalls.
  socketTimeout: ANSWER_TIMEOUT,
} as const;

/** The role that the template for other accounts makes. */
const DEFAULT_MEMBER_ROLE = 'notafter-member';

/** Clients of one service that are kept; an organisation may have thousands of accounts with regions. */
const MOST_KEPT = 200;

/** Connections that wait for another request to the same host, and for how many milliseconds. */
const IDLE = { maxFreeSockets: 2, timeout: 5_000 };

/** Clients are made when they are first asked for and kept, so that what they have learnt of the rate allowed serves every look. */
export function createAws(settings: AwsSettings = {}): Aws {
  const { endpoint, jsonEndpoint = endpoint, region: home = 'us-east-1', now = Date.now, wait } = settings;
  const requestHandler = new NodeHttpHandler({ ...REQUEST_TIMEOUTS, httpsAgent: IDLE });
  const own = {
    ...(endpoint && { endpoint }),
    ...(settings.credentials && { credentials: settings.credentials }),
    retryMode: 'adaptive' as const,
    maxAttempts: 5,
    requestHandler,
  };
  const sts = kept((where) => new STSClient({ ...own, ...where }));
  const member = memberCredentials(() => sts({ region: home }), settings.externalId, now);
  const role = ({ id }: Account) =>
    `arn:${partitionOf(home)}:iam::${id}:role/${settings.memberRole ?? DEFAULT_MEMBER_ROLE}`;
  const as = ({ account, region }: Where) => {
    const entered = account !== undefined && !account.own;
    return { ...own, region, ...(entered && { credentials: () => member(role(account)) }) };
  };
  const acm = kept((where) => new ACMClient(as(where)));
  return {
    acm,
    iam: kept((where) => new IAMClient(as(where))),
    rds: kept((where) => new RDSClient(as(where))),
    domains: kept((where) => new Route53DomainsClient(as({ ...where, region: globalRegion(home) }))),
    call: (where) =>
      jsonCalls(acm(where).config, { ...(jsonEndpoint && { endpoint: jsonEndpoint }), ...(wait && { wait }) }),
    tagPrefix: settings.tagPrefix ?? TAG_PREFIX,
    ...directory({
      home,
      now,
      sts: () => sts({ region: home }),
      role,
      enter: async (account) => {
        if (!account.own) await member(role(account));
      },
      organizations: () => new OrganizationsClient({ ...own, region: home }),
      account: kept((where) => new AccountClient(as(where))),
    }),
  };
}

function kept<T>(make: (where: Where) => T): (where: Where) => T {
  const clients = new Map<string, T>();
  return (where) => {
    const key = `${where.account?.id ?? ''} ${where.region}`;
    const client = clients.get(key) ?? make(where);
    clients.set(key, client);
    const [oldest] = clients.size > MOST_KEPT ? clients.keys() : [];
    if (oldest !== undefined) clients.delete(oldest);
    return client;
  };
}
