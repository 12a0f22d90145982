import type { Failure, Gap } from '../core/observation';
import { inParallel } from '../core/parallel';
import { oneLine } from '../core/safe-text';
import type { Scope } from '../core/target';
import type { Directory } from './directory';
import { awsFailure, isDenied } from './failure';
import { type Account, alwaysEnabled, globalRegion, type Where } from './where';
import { within } from './within';

/** Where to ask. */
export interface Places {
  readonly places: readonly Where[];
  /** Accounts that could not be entered, or whose regions are not known. */
  readonly gaps: readonly Gap[];
}

const ACCOUNTS_AT_ONCE = 8;

/**
 * The regions of the accounts that a row names; of what has no regions, the one where it is asked.
 * Rejects where it cannot be told which account is the own one.
 */
export async function placesOf(aws: Directory, { region, accounts }: Scope, signal: AbortSignal): Promise<Places> {
  const { entering, gaps } = await accountsOf(aws, accounts, signal);
  const places: Where[] = [];
  await inParallel(entering, ACCOUNTS_AT_ONCE, async (account) => {
    try {
      signal.throwIfAborted();
      const entered = await within(signal, enter(aws, account, region));
      places.push(...entered.regions.map((name) => ({ ...(account && { account }), region: name })));
      if (entered.gap) gaps.push(entered.gap);
    } catch (error) {
      gaps.push({ ...(account && { account: account.id }), failure: notEntered(aws, account, error) });
    }
  });
  return { places, gaps };
}

/** What people call the account. */
export function accountName(account: Account | undefined): string {
  if (account === undefined) return 'this account';
  return `account ${account.id}${account.name ? ` (${account.name})` : ''}`;
}

/** Undefined is the monitor's own account, where the row names none and its number is not needed. */
async function accountsOf(
  aws: Directory,
  accounts: Scope['accounts'],
  signal: AbortSignal,
): Promise<{ entering: readonly (Account | undefined)[]; gaps: Gap[] }> {
  if (accounts === undefined) return { entering: [undefined], gaps: [] };
  const own = await within(signal, aws.ownAccount());
  if (accounts !== 'organization') return { entering: accounts.map((id) => ({ id, own: id === own })), gaps: [] };
  try {
    return { entering: await within(signal, aws.organization()), gaps: [] };
  } catch (error) {
    const what = 'the accounts of the organisation';
    const actions =
      'organizations:ListAccounts (deploy with -c organization=yes), in the management account or one that it has delegated this to';
    const failure = awsFailure(error, { what, actions, region: globalRegion(aws.home) });
    return { entering: [{ id: own, own: true }], gaps: [{ failure }] };
  }
}

interface Entered {
  readonly regions: readonly string[];
  /** The regions that may be enabled, and are not known to be. */
  readonly gap?: Gap;
}

async function enter(aws: Directory, account: Account | undefined, region: string | undefined): Promise<Entered> {
  if (account) await aws.enter(account);
  const everywhere = globalRegion(aws.home);
  if (region !== '*') return { regions: [region ?? everywhere] };
  try {
    // What CloudFront uses is in the first, whatever else is enabled.
    return { regions: [...new Set([everywhere, ...(await aws.enabledRegions(account))])] };
  } catch (error) {
    if (!isDenied(error)) throw error;
    const sentence = `Which regions are enabled in ${accountName(account)} could not be read, for the role may not account:ListRegions; only those are looked at that every account has.`;
    const regions = alwaysEnabled(aws.home);
    const failure = { reason: 'region-disabled', sentence } as const;
    return { regions, gap: { ...(account && { account: account.id }), outside: regions, failure } };
  }
}

function notEntered(aws: Directory, account: Account | undefined, error: unknown): Failure {
  const isOwn = account === undefined || account.own;
  const what = isOwn ? 'the list of enabled regions' : accountName(account);
  const asked = { what, actions: 'sts:AssumeRole and account:ListRegions', region: globalRegion(aws.home) };
  const failure = awsFailure(error, asked);
  if (isOwn || failure.reason !== 'access-denied') return failure;
  const why = oneLine(error instanceof Error ? error.message : String(error), 200);
  const sentence = `It was not possible to enter ${what} as ${aws.role(account)}: the role is not there, or does not trust this monitor, or asks for another external id; deploy the template for member accounts there (AWS says: ${why}).`;
  return { reason: 'access-denied', sentence: oneLine(sentence, 600) };
}
