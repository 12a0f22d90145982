import { type AccountClient, type ListRegionsRequest, paginateListRegions } from '@aws-sdk/client-account';
import { type OrganizationsClient, paginateListAccounts } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { DAY, type Instant } from '../core/instant';
import { oneLine } from '../core/safe-text';
import { listMissing } from './pages';
import { remembering } from './remember';
import { type Account, globalRegion, type Where } from './where';

/** Which accounts and regions there are. What was found out is remembered for a while; what failed is not. */
export interface Directory {
  /** The monitor's own region. */
  readonly home: string;
  /** The number of the monitor's own account. */
  readonly ownAccount: () => Promise<string>;
  /** Rejects where the account cannot be entered. */
  readonly enter: (account: Account) => Promise<void>;
  /** The ARN of the role in which it is entered. */
  readonly role: (account: Account) => string;
  /** The active accounts of the organisation, the own one among them. */
  readonly organization: () => Promise<readonly Account[]>;
  readonly enabledRegions: (account: Account | undefined) => Promise<readonly string[]>;
}

export interface DirectoryClients extends Pick<Directory, 'home' | 'enter' | 'role'> {
  readonly now: () => Instant;
  readonly sts: () => STSClient;
  readonly organizations: () => OrganizationsClient;
  readonly account: (where: Where) => AccountClient;
}

/** Milliseconds: accounts come and go, and several rows of one sweep ask for the same list. */
const ACCOUNTS_LAST = 600_000;

const MOST_ACCOUNTS = 10_000;

/** The most that ListAccounts gives at once. */
const ACCOUNTS_PAGE = 20;

export function directory({ home, now, sts, enter, role, ...clients }: DirectoryClients): Directory {
  const own = remembering<string>(now, () => DAY);
  const accounts = remembering<readonly Account[]>(now, () => ACCOUNTS_LAST);
  const regions = remembering<readonly string[]>(now, () => DAY);
  const ownAccount = () => own('', () => callerAccount(sts()));
  return {
    home,
    ownAccount,
    enter,
    role,
    organization: () => accounts('', async () => activeAccounts(clients.organizations(), await ownAccount())),
    enabledRegions: (account) =>
      regions(account?.id ?? '', () =>
        enabledIn(clients.account({ region: globalRegion(home), ...(account && { account }) })),
      ),
  };
}

async function callerAccount(sts: STSClient): Promise<string> {
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  if (Account === undefined) throw new Error('STS did not tell the account');
  return Account;
}

async function activeAccounts(client: OrganizationsClient, own: string): Promise<Account[]> {
  const found: Account[] = [];
  for await (const { Accounts } of paginateListAccounts({ client, pageSize: ACCOUNTS_PAGE }, {})) {
    for (const { Id: id, Name: name, State, Status } of Accounts ?? listMissing()) {
      // `Status` is retired since September 2026, and other partitions may not tell the `State` yet.
      if (!id || (State ?? Status) !== 'ACTIVE') continue;
      found.push({ id, own: id === own, ...(name && { name: oneLine(name, 60) }) });
    }
    if (found.length > MOST_ACCOUNTS) throw new Error(`The organisation has more than ${MOST_ACCOUNTS} accounts`);
  }
  return found;
}

async function enabledIn(client: AccountClient): Promise<string[]> {
  const found: string[] = [];
  const input: ListRegionsRequest = { RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] };
  for await (const { Regions } of paginateListRegions({ client, pageSize: 50 }, input)) {
    found.push(...(Regions ?? listMissing()).flatMap(({ RegionName }) => RegionName ?? []));
  }
  return found;
}
