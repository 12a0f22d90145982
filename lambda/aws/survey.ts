import type { Finding } from '../core/finding';
import type { Failure, Gap } from '../core/observation';
import { inParallel } from '../core/parallel';
import { oneLine } from '../core/safe-text';
import type { Scope } from '../core/target';
import type { Directory } from './directory';
import { type Asked, awsFailure, isDenied } from './failure';
import { type Account, alwaysEnabled, globalRegion, type Where } from './where';
import { within } from './within';

/** What is asked in every region of every account that a row names. */
export interface Question<T> {
  /** What is asked, in a word or two: `ACM`. */
  readonly what: string;
  /** The IAM actions it takes, as people read them. */
  readonly actions: string;
  /**
   * Rejects with the signal's reason once it is aborted, unless there is something to tell by then.
   *
   * @param asked the words in which failures are told.
   */
  readonly ask: (where: Where, signal: AbortSignal, asked: Asked) => Promise<T>;
}

export interface Survey<T> {
  /** One for each region of each account that answered. */
  readonly answers: readonly T[];
  readonly gaps: readonly Gap[];
  /** What is in the way without leaving a gap. */
  readonly problems: readonly Finding[];
}

/** Milliseconds for one region of one account at least: thousands of certificates come in pages, and AWS turns hasty callers away. */
const ONE_TIMEOUT = 60_000;
/** For all of them together; the function has fifteen minutes for everything. */
const WHOLE_TIMEOUT = 240_000;

const ACCOUNTS_AT_ONCE = 8;
const REGIONS_AT_ONCE = 16;

/**
 * Asks in all accounts and regions of a scope, some at the same time. What does not answer is a gap; the rest goes on.
 * Rejects where it cannot be told which account is the own one.
 *
 * @param timeout milliseconds that one look may take; a region gets a minute where that is less.
 */
export async function survey<T>(
  aws: Directory,
  scope: Scope,
  question: Question<T>,
  timeout: number,
): Promise<Survey<T>> {
  const late = AbortSignal.timeout(WHOLE_TIMEOUT);
  const { accounts, gaps } = await accountsOf(aws, scope.accounts);
  const places: Where[] = [];
  const problems: Finding[] = [];
  await inParallel(accounts, ACCOUNTS_AT_ONCE, async (account) => {
    const entered = await within(late, enter(aws, account, scope.region)).catch((error: unknown) => ({
      failure: notEntered(aws, account, error),
    }));
    if ('failure' in entered) gaps.push({ ...gapIn(account), failure: entered.failure });
    else places.push(...entered.regions.map((region) => ({ ...(account && { account }), region })));
    if ('problem' in entered) problems.push(entered.problem);
  });
  const answers: T[] = [];
  const answered = new Set<string | undefined>();
  await inParallel(places, REGIONS_AT_ONCE, async (where) => {
    const signal = AbortSignal.any([late, AbortSignal.timeout(Math.max(timeout, ONE_TIMEOUT))]);
    const asked = askedOf(question, where, scope);
    try {
      answers.push(await question.ask(where, signal, asked));
      answered.add(where.account?.id);
    } catch (error) {
      const failure = awsFailure(error, asked);
      gaps.push({ ...gapIn(where.account), ...(scope.region && { region: where.region }), failure });
    }
  });
  const isLeftOut = ({ account, failure }: Gap) => scope.region === '*' && answered.has(account) && isOfRegion(failure);
  return { answers, gaps: gaps.map((gap) => (isLeftOut(gap) ? leftOut(gap) : gap)), problems };
}

function gapIn(account: Account | undefined): Pick<Gap, 'account'> {
  return account === undefined ? {} : { account: account.id };
}

/** Undefined is the monitor's own account, where the row names none and its number is not needed. */
async function accountsOf(
  aws: Directory,
  accounts: Scope['accounts'],
): Promise<{ accounts: readonly (Account | undefined)[]; gaps: Gap[] }> {
  if (accounts === undefined) return { accounts: [undefined], gaps: [] };
  const own = await aws.ownAccount();
  if (accounts !== 'organization') return { accounts: accounts.map((id) => ({ id, own: id === own })), gaps: [] };
  try {
    return { accounts: await aws.organization(), gaps: [] };
  } catch (error) {
    const what = 'the accounts of the organisation';
    const actions = 'organizations:ListAccounts, in the management account or one that it has delegated this to';
    const failure = awsFailure(error, { what, actions, region: globalRegion(aws.home) });
    return { accounts: [{ id: own, own: true }], gaps: [{ failure }] };
  }
}

type Entered =
  | { readonly regions: readonly string[] }
  | { readonly regions: readonly string[]; readonly problem: Finding };

async function enter(aws: Directory, account: Account | undefined, region: string | undefined): Promise<Entered> {
  if (account) await aws.enter(account);
  const everywhere = globalRegion(aws.home);
  if (region !== '*') return { regions: [region ?? everywhere] };
  try {
    // What CloudFront uses is in the first, whatever else is enabled.
    return { regions: [...new Set([everywhere, ...(await aws.enabledRegions(account))])] };
  } catch (error) {
    if (!isDenied(error)) throw error;
    const sentence = `Which regions are enabled in ${whose(account)} could not be read, for the role may not account:ListRegions; only those are looked at that every account has.`;
    const about = account && { about: account.id };
    return {
      regions: alwaysEnabled(aws.home),
      problem: { reason: 'region-skipped', severity: 'info', sentence, ...about },
    };
  }
}

function notEntered(aws: Directory, account: Account | undefined, error: unknown): Failure {
  const region = globalRegion(aws.home);
  const what = account === undefined || account.own ? `the list of regions of ${whose(account)}` : whose(account);
  const failure = awsFailure(error, { what, actions: 'sts:AssumeRole and account:ListRegions', region });
  if (account === undefined || account.own || failure.reason !== 'access-denied') return failure;
  const why = `AWS says: ${oneLine(error instanceof Error ? error.message : String(error), 200)}`;
  const sentence = `A${whose(account).slice(1)} cannot be entered as ${aws.role(account)}: the role is not there, or does not trust this monitor, or asks for another external id; deploy the template for member accounts there (${why}).`;
  return { reason: 'access-denied', sentence: oneLine(sentence, 600) };
}

function askedOf<T>({ what, actions }: Question<T>, { account, region }: Where, scope: Scope): Asked {
  const where = scope.region === undefined ? '' : ` in ${region}`;
  return { what: `${what}${where}${account ? ` of ${whose(account)}` : ''}`, actions, region };
}

function whose(account: Account | undefined): string {
  if (account === undefined) return 'this account';
  return `account ${account.id}${account.name ? ` (${account.name})` : ''}`;
}

/** Where the same account answers elsewhere, it is the region that is closed to it, or has no such service. */
function isOfRegion({ reason }: Failure): boolean {
  return reason === 'access-denied' || reason === 'no-such-host';
}

function leftOut({ failure, ...place }: Gap): Gap {
  const sentence = oneLine(`The region ${place.region} is left out. ${failure.sentence}`, 600);
  return { ...place, failure: { reason: 'region-disabled', sentence } };
}
