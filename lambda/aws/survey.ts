import type { Failure, Gap } from '../core/observation';
import { inParallel } from '../core/parallel';
import { oneLine } from '../core/safe-text';
import type { Scope } from '../core/target';
import type { Directory } from './directory';
import { type Asked, awsFailure } from './failure';
import { accountName, placesOf } from './places';
import type { Where } from './where';

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
}

/** Milliseconds for one region of one account at least: thousands of certificates come in pages, and AWS turns hasty callers away. */
const ONE_TIMEOUT = 60_000;
/** For all of them together. */
const WHOLE_TIMEOUT = 240_000;

const REGIONS_AT_ONCE = 16;

/**
 * Asks in all accounts and regions of a scope, some at the same time. What does not answer is a gap; the rest goes on.
 * Rejects where it cannot be told which account is the own one.
 *
 * @param timeout milliseconds that one look may take; a region gets a minute where that is less.
 * @param left milliseconds until no look may begin any more, of which this one takes half at most; default: time enough.
 */
export async function survey<T>(
  aws: Directory,
  scope: Scope,
  question: Question<T>,
  timeout: number,
  left = Number.MAX_SAFE_INTEGER,
): Promise<Survey<T>> {
  const late = AbortSignal.timeout(Math.min(WHOLE_TIMEOUT, Math.max(0, Math.floor(left / 2))));
  const { places, gaps: closed } = await placesOf(aws, scope, late);
  const answers: T[] = [];
  const silent: Gap[] = [];
  const answered = new Set<string | undefined>();
  await inParallel(places, REGIONS_AT_ONCE, async (where) => {
    const signal = AbortSignal.any([late, AbortSignal.timeout(Math.max(timeout, ONE_TIMEOUT))]);
    const asked = askedOf(question, where, scope);
    try {
      answers.push(await question.ask(where, signal, asked));
      answered.add(where.account?.id);
    } catch (error) {
      const { account, region } = where;
      const place = { ...(account && { account: account.id }), ...(scope.region && { region }) };
      silent.push({ ...place, failure: awsFailure(error, asked) });
    }
  });
  const isLeftOut = ({ account, failure }: Gap) => scope.region === '*' && answered.has(account) && isOfRegion(failure);
  return { answers, gaps: [...closed, ...silent.map((gap) => (isLeftOut(gap) ? leftOut(gap) : gap))] };
}

function askedOf<T>({ what, actions }: Question<T>, { account, region }: Where, scope: Scope): Asked {
  const where = scope.region === undefined ? '' : ` in ${region}`;
  return { what: `${what}${where}${account ? ` of ${accountName(account)}` : ''}`, actions, region };
}

/** Where the same account answers elsewhere, it is the region that is closed to it, or has no such service. */
function isOfRegion({ reason }: Failure): boolean {
  return reason === 'access-denied' || reason === 'no-such-host';
}

function leftOut({ failure, ...place }: Gap): Gap {
  const sentence = oneLine(`The region ${place.region} is left out. ${failure.sentence}`, 600);
  return { ...place, failure: { reason: 'region-disabled', sentence } };
}
