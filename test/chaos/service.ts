import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';
import type { PendingNotice } from '../../lambda/core/notice';
import type { Message } from '../../lambda/notify/channel';
import type { Item } from '../../lambda/store/item-fields';
import type { Asked } from '../store/intercept';
import type { Actor } from './actor';
import { isHarmless } from './faults';
import type { Ledger } from './ledger';
import { turns } from './turns';

/** Who makes the calls that are made now; nobody where the test itself does. */
export const acting = new AsyncLocalStorage<Actor>();

type Plain = Readonly<Record<string, unknown>>;

/** DynamoDB as a sweep meets it; the ledger is told of each write that was accepted. */
export function dynamoFor(ledger: Ledger): (asked: Asked) => Promise<Plain> {
  return async ({ operation, input, pass }) => {
    const actor = acting.getStore();
    if (actor === undefined) return pass();
    const { target, record } = keyIn(input);
    const accepted = async () => {
      const answer = await pass();
      if (operation === 'PutItem' && record === 'latest') ledger.wrote(input.Item as Item, actor.isSkewed);
      if (operation === 'UpdateItem' && record === 'latest') {
        const { left, next } = struckIn(input);
        ledger.touched(target, next);
        ledger.struck(target, left);
      }
      if (operation === 'DeleteItem' && record === 'latest') ledger.deleted(target);
      if (operation === 'PutItem' && record === 'lease') ledger.leased(actor.name);
      if (operation === 'DeleteItem' && record === 'lease') ledger.leased(undefined);
      return answer;
    };
    const answer = await actor.call({
      operation,
      of: target,
      pass: accepted,
      inPart: () => inPart(operation, input, accepted),
      onFault: (fault) => {
        if (!isHarmless(fault) && ['GetItem', 'UpdateItem'].includes(operation)) ledger.excuseLast(actor.name, target);
      },
    });
    return answer as Plain;
  };
}

/** SNS, which accepts everything. */
export function channelFor(ledgerOf: () => Ledger): (message: Message) => Promise<void> {
  return async (message) => {
    const ledger = ledgerOf();
    const actor = acting.getStore();
    if (actor === undefined) throw new Error('nobody sends');
    const { client, audience, severity } = message.attributes;
    await actor.call({
      operation: 'Publish',
      of: `${client} ${audience} ${severity}`,
      async pass() {
        ledger.arrived(actor.name, message);
        await turns(40);
      },
      onFault: (fault) => {
        if (fault === 'twice' || fault === 'cut after') ledger.excuse(message);
      },
    });
  };
}

/** S3 as a part of a sweep meets it. */
export async function s3For({ operation, input, pass }: Asked): Promise<Plain> {
  const actor = acting.getStore();
  if (actor === undefined) return pass();
  let last: Plain = {};
  // An answer that nobody reads would keep its connection for ever.
  const leave = () => last.Body instanceof Readable && last.Body.destroy();
  const anew = async () => {
    leave();
    last = await pass();
    return last;
  };
  actor.death.catch(leave);
  try {
    return (await actor.call({ operation, of: String(input.Key), pass: anew })) as Plain;
  } catch (error) {
    leave();
    throw error;
  }
}

function keyIn(input: Plain): { readonly target: string; readonly record: string } {
  const { target, record } = (input.Key ?? input.Item ?? {}) as { target?: string; record?: string };
  return { target: target ?? String(input.IndexName ?? input.TableName ?? ''), record: record ?? '' };
}

/** What a strike leaves, and the version that it makes. */
function struckIn(input: Plain): { left: readonly PendingNotice[]; next: number } {
  const values = input.ExpressionAttributeValues as { ':left': readonly PendingNotice[]; ':next': number };
  return { left: values[':left'], next: values[':next'] };
}

/** Of several items DynamoDB takes the first half and gives the others back. */
async function inPart(operation: string, input: Plain, pass: () => Promise<Plain>): Promise<Plain> {
  const asked = input.RequestItems as Record<string, unknown> | undefined;
  const [name, what] = Object.entries(asked ?? {})[0] ?? [];
  if (asked === undefined || name === undefined) return pass();
  if (operation === 'BatchWriteItem') {
    const all = what as unknown[];
    asked[name] = all.slice(0, all.length / 2);
    const answer = all.length < 2 ? {} : await pass();
    return { ...answer, UnprocessedItems: { [name]: all.slice(all.length / 2) } };
  }
  const { Keys: all, ...rest } = what as { Keys: unknown[] };
  asked[name] = { ...rest, Keys: all.slice(0, all.length / 2) };
  const answer = all.length < 2 ? { Responses: {} } : await pass();
  return { ...answer, UnprocessedKeys: { [name]: { ...rest, Keys: all.slice(all.length / 2) } } };
}
