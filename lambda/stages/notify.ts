import type { PendingNotice } from '../core/notice';
import { SEVERITIES } from '../core/severity';
import { few } from '../core/tally';
import { type Composed, compose } from '../notify/compose';
import { keyOf } from '../notify/to-audience';
import { counted } from '../notify/words';
import { type Alone, alone } from './alone';
import { deliver, type Telling } from './deliver';
import { deliveriesOf, FEWEST_FIRST, type Ways } from './deliveries';
import { type Due, dueNow, type Readable } from './due';
import { grouped, readOwed, strike, type Waiting, waitingOf } from './owed';
import { portionsOf } from './portions';
import type { World } from './world';

interface Told {
  /** Notices that at least one delivery has accepted. */
  readonly sent: number;
  /** What somebody is still to get, when the last was sent; undefined where that could not be read. */
  readonly waiting?: Waiting;
  readonly failures: readonly string[];
  /** That there was no time for the rest; it is no failure where somebody goes on with it. */
  readonly outOfTime?: string;
}

/** The lease under which notices are sent. */
const NOTIFY = 'notify';

/**
 * Sends what stands in the outbox on every way that wants it, way by way and client by client, and strikes it only after all of
 * them have accepted it: a crash in between repeats the last message, and never loses one. What one way has accepted and another
 * has not is given in the next sweep to that other alone. Of several sweeps one at a time tells; the next tells what that has left.
 * Of all that is to be told little is kept, and the notices themselves are read a portion at a time: a storm fits into memory.
 *
 * @param known targets just recorded with something to tell.
 * @returns what could not be done among its failures; it never throws.
 */
export async function notify(known: Iterable<string>, world: Ways & Alone): Promise<Told> {
  try {
    const deliveries = deliveriesOf(world);
    const owed = await readOwed(known, deliveries, world.results);
    const nothing = { sent: 0, waiting: waitingOf(owed, world.look.now()), failures: [] };
    if (owed.size === 0) return nothing;
    return await alone(NOTIFY, world, (mayGoOn) => tell({ owed, deliveries, mayGoOn }, world), nothing);
  } catch (error) {
    // What was seen has to be reported all the same; the notices wait for the next sweep.
    return { sent: 0, failures: [`What is to be told could not be read: ${String(error)}`] };
  }
}

async function tell(
  { owed, deliveries, mayGoOn: isHeld }: Pick<Telling, 'owed' | 'deliveries' | 'mayGoOn'>,
  { results, look, waitUntil = Number.POSITIVE_INFINITY }: Alone,
): Promise<Told> {
  let [isLate, isLost] = [false, false];
  const isOver = () => {
    isLate ||= look.now() >= waitUntil;
    return isLate || isLost;
  };
  const mayGoOn = async () => {
    isLost ||= !isOver() && !(await isHeld());
    return !isOver();
  };
  const telling = { owed, deliveries, results, now: look.now, mayGoOn, isOver };
  const failures = await strikeAccepted(telling);
  for (const [nth, delivery] of deliveries.entries()) failures.push(...(await deliver(delivery, nth, telling)));
  const waiting = waitingOf(owed, look.now());
  const sent = [...owed.values()].reduce((sum, debts) => sum + debts.filter(({ told }) => told).length, 0);
  return { sent, waiting, failures, ...(isLate && waiting.notices > 0 ? { outOfTime: outOfTime(waiting) } : {}) };
}

function outOfTime({ notices }: Waiting): string {
  const stay = notices === 1 ? 'stays' : 'stay';
  return `There was no time to tell everybody: ${counted(notices, 'notice')} ${stay} in the outbox`;
}

/** All that are there have accepted them already: the last one that had not is no longer configured, or the strike failed. */
async function strikeAccepted({ owed, results, mayGoOn }: Telling): Promise<string[]> {
  let failures: string[] = [];
  for (const portion of portionsOf(owed, (debt) => debt.owed === 0)) {
    if (!(await mayGoOn())) break;
    failures = few([...failures, ...(await strike([...portion.values()].flat(), '', results))]);
  }
  return failures;
}

/** Whoever has the worst to hear is told first. */
function worstFirst(notices: readonly PendingNotice[]): PendingNotice[] {
  return [...notices].sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
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
  const messages = FEWEST_FIRST.flatMap((audience) => {
    const due = pending.filter((one) => one.audience.includes(audience) && !one.sent?.includes(keyOf(audience)));
    const byClient = [...grouped(due, ({ client }) => client)];
    return byClient.flatMap(([client, notices]) => compose(client, audience, notices, world.place, world.look.now()));
  });
  return { messages, unlooked };
}
