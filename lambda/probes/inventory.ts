import { type Asked, awsFailure } from '../aws/failure';
import { resourceTags } from '../aws/resource-tags';
import { type Question, type Survey, survey } from '../aws/survey';
import type { Where } from '../aws/where';
import { within } from '../aws/within';
import type { Finding } from '../core/finding';
import type { Gap, Observation, Sighting } from '../core/observation';
import { oneLine } from '../core/safe-text';
import type { Tags } from '../core/tags';
import { asFound, type InventoryTarget } from '../core/target';
import type { Look } from './probe';

/** A thing that an inventory found in one region of one account. */
export interface Held {
  /** Its ARN. */
  readonly id: string;
  readonly observation: Observation;
  readonly tags?: Tags;
}

/** What every inventory needs of the world around it. */
export type InventoryLook = Pick<Look, 'aws' | 'timeout' | 'now' | 'until'>;

/** What one region of one account has. */
export interface Holding {
  readonly held: readonly Held[];
  /** What could not be told of some of it. */
  readonly problems: readonly Finding[];
}

/**
 * Takes an inventory: first a sighting of the inventory itself, with what of it could not be read, then one of each thing
 * that was found. Where nothing could be read at all, its one sighting says why.
 */
export async function takeStock(
  target: InventoryTarget,
  { aws, timeout, now, until = Infinity }: InventoryLook,
  question: Question<Holding>,
): Promise<readonly [Sighting, ...Sighting[]]> {
  try {
    return sightingsOf(target, await survey(aws, target, question, timeout, until - now()));
  } catch (error) {
    const failure = awsFailure(error, { what: question.what, actions: 'sts:GetCallerIdentity', region: aws.home });
    return [{ target, observation: { saw: 'nothing', failure } }];
  }
}

function sightingsOf(target: InventoryTarget, { answers, gaps }: Survey<Holding>): [Sighting, ...Sighting[]] {
  const unread = answers.length === 0 ? whyNothing(gaps) : undefined;
  if (unread) return [{ target, observation: { saw: 'nothing', failure: unread } }];
  const held = answers.flatMap((answer) => answer.held);
  const said = [...target.problems, ...answers.flatMap((answer) => answer.problems)];
  return [
    {
      target: { ...target, problems: said },
      observation: { saw: 'inventory', count: held.length, ...(gaps.length > 0 && { gaps }) },
    },
    ...held.map(({ id, ...seen }) => ({ target: asFound(target, id), ...seen })),
  ];
}

function whyNothing(gaps: readonly Gap[]): Gap['failure'] | undefined {
  const failures = gaps.map(({ failure }) => failure);
  const worst = failures.find(({ reason }) => reason !== 'region-disabled') ?? failures[0];
  if (worst === undefined || gaps.length === 1) return worst;
  return { ...worst, sentence: `${worst.sentence} Nor could anything be read in ${gaps.length - 1} other places.` };
}

/** Part of what was found could not be told: to be denied it for good is for somebody to mend, to miss it once is not. */
export function partly(what: string, errors: readonly unknown[], asked: Asked): Finding[] {
  const failures = errors.map((error) => awsFailure(error, asked));
  const denied = failures.find(({ reason }) => reason === 'access-denied');
  const failure = denied ?? failures[0];
  if (failure === undefined) return [];
  const sentence = oneLine(`${what} could not be read: ${failure.sentence}`, 600);
  return [{ sentence, ...(denied ? DENIED : MISSED) }];
}

const DENIED = { reason: 'access-denied', severity: 'warning' } as const;
const MISSED = { reason: 'unreachable', severity: 'info' } as const;

/** Gives each thing its tags. Where they cannot be read, none are told: a right that was lost makes nothing somebody else's. */
export async function withTags(
  { held, problems }: Holding,
  { call, tagPrefix }: Look['aws'],
  where: Where,
  type: string,
  signal: AbortSignal,
  asked: Asked,
): Promise<Holding> {
  if (held.length === 0) return { held, problems };
  try {
    const tags = await within(signal, resourceTags(call(where), type, tagPrefix, signal));
    return { held: held.map((one) => ({ ...one, tags: tags.get(one.id) ?? {} })), problems };
  } catch (error) {
    const why = partly('Tags', [error], { ...asked, actions: 'tag:GetResources' });
    return { held, problems: [...problems, ...why] };
  }
}
