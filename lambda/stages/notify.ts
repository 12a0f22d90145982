import type { Notice } from '../core/notice';
import { inParallel } from '../core/parallel';
import type { Result } from '../core/result';
import type { Said } from '../core/said';
import { type Composed, compose } from '../notify/compose';
import { counted } from '../notify/words';
import type { ResultsTable } from '../store/results-table';
import type { World } from './world';

interface Told {
  readonly sent: number;
  readonly failures: readonly string[];
}

/**
 * Sends what stands in the outbox, one message a client, and strikes it only after it was accepted: a crash in between
 * sends it twice, and never loses it. A client whose message fails keeps its notices until the next sweep.
 *
 * @param known targets just recorded with something to tell.
 */
export async function notify(
  known: Iterable<string>,
  { results, channel, place, look }: Pick<World, 'results' | 'channel' | 'place' | 'look'>,
): Promise<Told> {
  const failures: string[] = [];
  let sent = 0;
  for (const [client, notices] of byClient(await results.outbox(known))) {
    try {
      for (const { message, tells, says } of compose(client, notices, place, look.now())) {
        await channel(message);
        sent += tells.length;
        failures.push(...(await keep(says, results)), ...(await strike(tells, results)));
      }
    } catch (error) {
      failures.push(`What ${client} has to be told stays in the outbox: ${String(error)}`);
    }
  }
  return { sent, failures };
}

/** What {@link notify} would send now; nothing is sent, kept or struck. */
export async function noticesNow({
  results,
  place,
  look,
}: Pick<World, 'results' | 'place'> & { readonly look: Pick<World['look'], 'now'> }): Promise<Composed[]> {
  const clients = [...byClient(await results.outbox([]))];
  return clients.flatMap(([client, notices]) => compose(client, notices, place, look.now()));
}

/**
 * Before the strike, so that what is told again after a crash is kept each time; but what cannot be kept is struck all the
 * same, since a gap in the history harms less than a message that comes at each sweep.
 */
async function keep(says: readonly Said[], results: ResultsTable): Promise<string[]> {
  try {
    await results.keep(says);
    return [];
  } catch (error) {
    return [`What was sent about ${counted(says.length, 'target')} is missing in their history: ${String(error)}`];
  }
}

const STRIKES_AT_ONCE = 20;

/** What cannot be struck is sent again by the next sweep; the others of its message are not. */
async function strike(tells: readonly Notice[], results: ResultsTable): Promise<string[]> {
  const failures: string[] = [];
  await inParallel(byTarget(tells), STRIKES_AT_ONCE, async ([target, said]) => {
    await results.strike(target, said).catch((error: unknown) => {
      failures.push(`A notice of ${target} was sent, but could not be struck and will be sent again: ${String(error)}`);
    });
  });
  return failures;
}

function byClient(results: readonly Result[]): Map<string, Notice[]> {
  return grouped(
    results.flatMap(({ pending }) => pending),
    ({ client }) => client,
  );
}

function byTarget(notices: readonly Notice[]): Map<string, Notice[]> {
  return grouped(notices, ({ target }) => target);
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
