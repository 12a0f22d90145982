import { deliveryOf, isWrong } from '../core/delivery';
import { digestedOf } from '../core/digested';
import { NOTHING_ELSE_KNOWN } from '../core/estate';
import { DAILY, type Instant } from '../core/instant';
import type { Delivery, Digested, Noticed } from '../core/noticed';
import { livesOn } from '../core/prober';
import { CLOUD } from '../core/read-targets';
import type { Checked } from './check';
import { type Watched, watchProbers } from './probers';
import { settle } from './settle';
import type { World } from './world';

/**
 * Records what the sweep has noticed of itself, as of any other target: whether it can see, whether there was time for all, whether
 * digests go out, and, once a day, whether anybody would hear. Nothing where there has never been anything. The cloud watches the
 * probers of other locations besides, which for that record each of their sweeps.
 */
export async function watchItself(gathered: Watched, checked: Checked, world: World): Promise<Checked> {
  return watchProbers(gathered, await watchOwn(gathered, checked, world), world);
}

async function watchOwn({ monitor, remembered }: Watched, checked: Checked, world: World): Promise<Checked> {
  const before = remembered.get(monitor.id);
  const known = before?.noticed;
  const failures: string[] = [...checked.failures];
  const orAsBefore = <T>(seeing: Promise<T>, what: string, asBefore: T) =>
    seeing.catch((error: unknown) => {
      failures.push(`${what} could not be seen: ${String(error)}`);
      return asBefore;
    });
  const proven = provenDelivery(known?.delivery, [...checked.clients, ...clientsElsewhere(remembered, world)], world);
  const delivery = await orAsBefore(proven, 'Whether anybody would hear', known?.delivery);
  const digest = await orAsBefore(lastDigest(known?.digest, world), 'When the last digest went out', known?.digest);
  const noticed: Noticed = {
    ...(checked.blind && { blind: checked.blind }),
    ...(checked.overrun && { overrun: checked.overrun }),
    ...(delivery && { delivery }),
    ...(digest && { digest }),
    ...(world.location !== CLOUD && { life: livesOn(known?.life, world.look.now()) }),
  };
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

/** Of those too somebody has to hear whose targets are looked at from other locations alone. */
function clientsElsewhere(remembered: Watched['remembered'], { location }: World): string[] {
  const elsewhere = [...remembered.values()].filter((one) => one.kind !== 'monitor' && one.location !== location);
  return [...new Set(elsewhere.map(({ client }) => client))];
}

async function lastDigest(before: Digested | undefined, { results, digestEvery, look }: World) {
  if (digestEvery === undefined) return undefined;
  const mark = await results.lastDigest('operations');
  return digestedOf(mark?.until, before, digestEvery, look.now());
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
