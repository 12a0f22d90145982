import type { Sighting } from '../core/observation';
import type { ArnTarget } from '../core/target';
import type { Look } from './probe';

/** What an inventory has found is seen there; whoever looks here has met it in none. */
export async function probeArn(target: ArnTarget, { unread }: Pick<Look, 'unread'>): Promise<[Sighting]> {
  const failure = unread?.(target.arn)
    ? ({ reason: 'inventory-unread', sentence: 'The inventory that would find it could not be read.' } as const)
    : ({ reason: 'not-found', sentence: `No inventory has found ${target.arn}.` } as const);
  return [{ target, observation: { saw: 'nothing', failure } }];
}
