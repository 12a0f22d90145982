import type { Instant } from '../core/instant';
import { AUDIENCES, type Notice, type PendingNotice } from '../core/notice';
import { SEVERITIES } from '../core/severity';
import { type Composed, compose } from '../notify/compose';
import type { Delivery } from '../notify/delivery';
import { keyOf } from '../notify/to-audience';
import type { ResultsTable } from '../store/results-table';
import { type Alone, alone, type MayGoOn } from './alone';
import { deliver } from './deliver';
import { deliveriesOf, type Ways } from './deliveries';
import { type Due, dueNow, type Readable } from './due';
import { grouped, type Owed, strike } from './owed';
import type { World } from './world';

export interface Waiting {
  readonly notices: number;
  /** Milliseconds since the oldest was decided; 0 where there is none. */
  readonly oldest: number;
}

interface Told {
  /** Notices that at least one delivery has accepted. */
  readonly sent: number;
  /** What somebody is still to get, when the last was sent; undefined where that could not be read. */
  readonly waiting?: Waiting;
  readonly failures: readonly string[];
}

/** The lease under which notices are sent. */
const NOTIFY = 'notify';

/**
 * Sends what stands in the outbox on every way that wants it, way by way and client by client, and strikes it only after all of
 * them have accepted it: a crash in between repeats the last message, and never loses one. What one way has accepted and another
 * has not is given in the next sweep to that other alone. Of several sweeps one at a time tells; the next tells what that has left.
 *
 * @param known targets just recorded with something to tell.
 * @returns what could not be done among its failures; it never throws.
 */
export async function notify(known: Iterable<string>, world: Ways & Alone): Promise<Told> {
  try {
    const now = world.look.now();
    const pending = (await world.results.outbox(known)).flatMap((result) => result.pending);
    const nothing = { sent: 0, waiting: waitingOf(pending, now), failures: [] };
    if (pending.length === 0) return nothing;
    return await alone(NOTIFY, world, (mayGoOn) => tell(known, mayGoOn, world), nothing);
  } catch (error) {
    // What was seen has to be reported all the same; the notices wait for the next sweep.
    return { sent: 0, failures: [`What is to be told could not be read: ${String(error)}`] };
  }
}

async function tell(
  known: Iterable<string>,
  mayGoOn: MayGoOn,
  { results, ...ways }: Ways & { readonly results: ResultsTable },
): Promise<Told> {
  const deliveries = deliveriesOf(ways);
  // Read under the lease: what stood there before may have been told since.
  const notices = worstFirst((await results.outbox(known)).flatMap(({ pending }) => pending));
  const owed: Owed = new Map(notices.map((notice) => [notice, new Set(keysFor(notice, deliveries))]));
  const telling = { owed, results, now: ways.look.now, told: new Set<Notice>(), mayGoOn };
  const failures = await strikeAccepted(owed, results);
  for (const delivery of deliveries) failures.push(...(await deliver(delivery, telling)));
  const waiting = [...owed].filter(([, keys]) => keys.size > 0).map(([notice]) => notice);
  return { sent: telling.told.size, waiting: waitingOf(waiting, ways.look.now()), failures };
}

function waitingOf(notices: readonly Notice[], now: Instant): Waiting {
  return { notices: notices.length, oldest: notices.reduce((oldest, { at }) => Math.max(oldest, now - at), 0) };
}

/** Whoever has the worst to hear is told first: a sweep may end before it has told everybody. */
function worstFirst(notices: readonly PendingNotice[]): PendingNotice[] {
  return [...notices].sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
}

function keysFor(notice: PendingNotice, deliveries: readonly Delivery[]): string[] {
  const wanting = deliveries.filter((delivery) => delivery.wants(notice)).map(({ key }) => key);
  return wanting.filter((key) => !notice.sent?.includes(key));
}

/** All that are there have accepted them already: the last one that had not is no longer configured, or the strike failed. */
async function strikeAccepted(owed: Owed, results: ResultsTable): Promise<string[]> {
  const accepted = [...owed].filter(([, keys]) => keys.size === 0).map(([notice]) => notice);
  return strike(accepted, '', owed, results);
}

/** What would be sent to people now. */
export interface Previewed extends Pick<Due, 'unlooked'> {
  readonly messages: readonly Composed[];
}

/**
 * What {@link notify} would send to people after sweeps that find everything as it was: what waits, and what is due by the dates as
 * they were last seen. Nothing is looked at, recorded, sent, kept or struck.
 */
export async function noticesNow(world: Readable & Pick<World, 'place'>): Promise<Previewed> {
  const { notices, unlooked } = await dueNow(world);
  const pending = worstFirst(notices);
  const messages = AUDIENCES.flatMap((audience) => {
    const due = pending.filter((one) => one.audience.includes(audience) && !one.sent?.includes(keyOf(audience)));
    const byClient = [...grouped(due, ({ client }) => client)];
    return byClient.flatMap(([client, notices]) => compose(client, audience, notices, world.place, world.look.now()));
  });
  return { messages, unlooked };
}
