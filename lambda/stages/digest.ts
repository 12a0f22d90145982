import { DAY, type Instant } from '../core/instant';
import { inParallel } from '../core/parallel';
import type { Message } from '../notify/channel';
import { clientDigest } from '../notify/digest';
import { byClient } from '../notify/digest-entry';
import type { Period } from '../notify/digest-message';
import { operationsDigest } from '../notify/digest-operations';
import type { DigestMark, DigestReader } from '../store/results-table';
import { type Alone, alone, type MayGoOn } from './alone';
import { readEntries } from './digest-entries';
import type { World } from './world';

/** Why digests are sent now. */
export interface Occasion {
  /** The same in every attempt; whoever has got the digest of this turn gets no other. */
  readonly turn: string;
  /** When the next ones will have come at the latest; undefined where nobody knows. */
  readonly next?: Instant;
}

export interface DigestReport {
  readonly sent: number;
  /** Those that an earlier attempt had sent. */
  readonly before: number;
  /** What was not sent; all the rest was. */
  readonly failures: readonly string[];
}

type Readable = Pick<World, 'targets' | 'results'> & { readonly look: Pick<World['look'], 'now'> };

/** The lease under which digests are sent. */
const DIGEST = 'digest';

/** One digest: whose it is, and what it says of a time, and of what has failed meanwhile. */
interface Due {
  readonly whose: DigestReader;
  readonly write: (period: Period, failures: readonly string[]) => Message;
}

const CLIENTS_AT_ONCE = 10;

/**
 * Sends each client its digest, and then operations theirs, with what failed. Each is marked once it was accepted: a crash in
 * between sends it twice, and none is lost. One round goes at a time. Rows of every location are told of, and nothing is looked at.
 *
 * @throws when the tables cannot be read; what fails for one client stops no other, and is in the report.
 */
export async function digest(
  world: Readable & Alone & Pick<World, 'channel'>,
  occasion: Occasion,
): Promise<DigestReport> {
  const nothing = { sent: 0, before: 0, failures: [] };
  return alone(DIGEST, world, (mayGoOn) => sendAll(world, occasion, mayGoOn), nothing);
}

async function sendAll(
  world: Readable & Pick<World, 'channel'>,
  { turn, next }: Occasion,
  mayGoOn: MayGoOn,
): Promise<DigestReport> {
  const { results, channel, look } = world;
  const now = look.now();
  const failures: string[] = [];
  let [sent, before] = [0, 0];
  const send = async ({ whose, write }: Due) => {
    if (!(await mayGoOn())) return;
    try {
      const last = await results.lastDigest(whose);
      if (last?.turn === turn) {
        before++;
        return;
      }
      const period = { ...periodAfter(last, now), ...(next !== undefined && { next }) };
      await channel(write(period, failures));
      sent++;
      await results.markDigest(whose, { turn, until: period.until });
    } catch (error) {
      failures.push(`The digest of ${nameOf(whose)} was not sent, or not marked as sent: ${String(error)}`);
    }
  };
  const { clients, operations } = await digestsDue(world);
  await inParallel(clients, CLIENTS_AT_ONCE, send);
  await send(operations);
  return { sent, before, failures };
}

/** What {@link digest} would send now; nothing is sent or marked. */
export async function digestsNow(world: Readable): Promise<Message[]> {
  const { clients, operations } = await digestsDue(world);
  const messages: Message[] = [];
  for (const { whose, write } of [...clients, operations]) {
    messages.push(write(periodAfter(await world.results.lastDigest(whose), world.look.now()), []));
  }
  return messages;
}

async function digestsDue(world: Readable): Promise<{ clients: Due[]; operations: Due }> {
  const { entries, monitors } = await readEntries(world);
  const clients = [...byClient(entries)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    clients: clients.map(([client, own]) => ({
      whose: { client },
      write: (period) => clientDigest(client, own, period),
    })),
    operations: {
      whose: 'operations',
      write: (period, failures) => operationsDigest(entries, monitors, failures, period),
    },
  };
}

/** Of the first digest of all. */
const FIRST_PERIOD = 7 * DAY;

/**
 * What was seen within the last minutes is for the next digest: a sweep that is under way may have seen it and not yet
 * written it, and then neither this one would tell of it nor the next.
 */
const SETTLED_AFTER = 5 * 60_000;

function periodAfter(last: DigestMark | undefined, now: Instant): Period {
  const until = now - SETTLED_AFTER;
  return { since: last?.until ?? until - FIRST_PERIOD, until, now };
}

function nameOf(whose: DigestReader): string {
  return whose === 'operations' ? whose : whose.client;
}
