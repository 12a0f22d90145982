import { deliveryOf, isWrong } from '../core/delivery';
import { NOTHING_ELSE_KNOWN } from '../core/estate';
import { DAILY, type Instant } from '../core/instant';
import type { Delivery, Noticed } from '../core/noticed';
import type { Checked } from './check';
import type { Gathered } from './gather';
import { settle } from './settle';
import type { World } from './world';

/**
 * Records what the sweep has noticed of itself, as of any other target: whether it can see, and, once a day, whether anybody would
 * hear. Nothing where there has never been anything.
 */
export async function watchItself(gathered: Gathered, checked: Checked, world: World): Promise<Checked> {
  const { monitor, remembered } = gathered;
  const before = remembered.get(monitor.id);
  const failures: string[] = [...checked.failures];
  const delivery = await provenDelivery(before?.noticed?.delivery, clientsOf(checked), world).catch(
    (error: unknown) => {
      failures.push(`Whether anybody would hear could not be seen: ${String(error)}`);
      return before?.noticed?.delivery;
    },
  );
  const noticed: Noticed = { ...(checked.blind && { blind: checked.blind }), ...(delivery && { delivery }) };
  if (before === undefined && Object.keys(noticed).length === 0 && monitor.problems.length === 0)
    return { ...checked, failures };
  try {
    const sighting = { target: monitor, observation: { saw: 'monitor', noticed } } as const;
    const { result, written } = await settle(sighting, undefined, before, NOTHING_ELSE_KNOWN, world);
    const isPending = result.pending.length > 0;
    return {
      ...checked,
      results: [...checked.results, result],
      recorded: checked.recorded + (written ? 1 : 0),
      pending: new Set([...checked.pending, ...(isPending ? [result.target] : [])]),
      failures,
    };
  } catch (error) {
    return { ...checked, failures: [...failures, `${monitor.id} could not be recorded: ${String(error)}`] };
  }
}

/** Of these somebody has to hear; what the monitor says of itself goes another way. */
function clientsOf({ results }: Checked): string[] {
  return [...new Set(results.map(({ client }) => client))];
}

/**
 * Who would hear, as it was seen within the last day, or just now where anything was wrong. Once a day a canary goes out, unless
 * it would disturb anybody.
 */
async function provenDelivery(
  before: Delivery | undefined,
  clients: readonly string[],
  { subscribers, chat, events, look }: World,
): Promise<Delivery | undefined> {
  const now = look.now();
  const isDue = (then: Instant | undefined) => then === undefined || now - then >= DAILY;
  if (subscribers === undefined || (before && !isDue(before.at) && !isWrong(before))) return before;
  const others = [...(chat ? [chat] : []), ...(events ? [{}] : [])];
  const delivery = deliveryOf(await subscribers.read(), others, clients, now);
  const { canary } = before ?? {};
  if (delivery.disturbed.length > 0 || !isDue(canary)) return { ...delivery, ...(canary !== undefined && { canary }) };
  await subscribers.sendCanary();
  return { ...delivery, canary: now };
}
