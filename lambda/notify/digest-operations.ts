import { listed } from '../core/chain';
import { HOUR } from '../core/instant';
import type { Result } from '../core/result';
import { oneLine } from '../core/safe-text';
import { NO_CLIENT } from '../core/target';
import type { Message } from './channel';
import { ALL_WELL, countsIn, isWell, sectionsOf, watched } from './digest';
import { byClient, clientName, day, type Entry, entryName, type Sight, timezoneOf } from './digest-entry';
import { digestMessage, type Period } from './digest-message';
import { ofItself } from './digest-monitor';
import { type Point, type Section, tellingAll } from './digest-section';
import { unchecked } from './digest-unchecked';
import { counted } from './words';

/** Of all clients together, and of the monitor itself, for those who look after it. */
export function operationsDigest(
  entries: readonly Entry[],
  monitors: readonly Result[],
  failures: readonly string[],
  period: Period,
): Message {
  const sight: Sight & Period = { ...period, entries, timezone: timezoneOf(entries), ofMany: true };
  const clients = byClient(entries);
  const failed = notSent(failures, clients, sight);
  const perClient = totals(clients, sight);
  const others = [unchecked(sight), withoutOwner(clients)];
  const itself = ofItself(monitors);
  const sections = [failed, itself, perClient, ...others];
  const well = isWell(sections) ? [ALL_WELL] : [];
  const counts = [
    counted(clients.size, 'client'),
    ...countsIn([perClient]),
    counted(entries.length, 'target'),
    ...countsIn([failed, itself, ...others]),
    ...well,
  ];
  const opening = `${counted(clients.size, 'client')}. ${[watched(sight), ...well].join(', ')}. ${lastLook(sight)}.`;
  return digestMessage(
    { whom: 'Operations', opening, says: counts, sections },
    { client: NO_CLIENT, audience: 'operations' },
    sight,
  );
}

function lastLook(sight: Sight): string {
  const times = sight.entries.flatMap(({ result }) => result?.checkedAt ?? []);
  if (times.length === 0) return 'Nothing has ever been looked at';
  const last = times.reduce((a, b) => Math.max(a, b));
  return `The newest look that was recorded is of ${day(last, sight)}`;
}

const MOST_WELL = 20;

/** How each client stands, in counts; those with the most to do first. */
function totals(clients: ReadonlyMap<string, readonly Entry[]>, sight: Sight): Section {
  const all = [...clients].map(([client, entries]) => {
    const sections = sectionsOf({ ...sight, entries, ofMany: false });
    const counts = [counted(entries.length, 'target'), ...countsIn(sections)].join(', ');
    const write = (): [string] => [`${clientName(client)}: ${counts}`];
    return { client, write, of: 1, well: isWell(sections), wrong: wrongIn(sections) };
  });
  const toDo = all.filter(({ well }) => !well).sort((a, b) => b.wrong - a.wrong);
  const well = all.filter(({ well }) => well).map(({ client }) => clientName(client));
  const after =
    well.length === 0
      ? undefined
      : `${toDo.length === 0 ? 'None: all' : 'All'} is well with ${listed(well, MOST_WELL)}`;
  return {
    heading: 'Clients with something to do',
    says: 'with something to do',
    isWrong: true,
    ...tellingAll(toDo),
    ...(after && { after }),
  };
}

function wrongIn(sections: readonly Section[]): number {
  return sections.reduce((sum, section) => sum + (section.isWrong ? section.of : 0), 0);
}

const MOST_NAMES = 3;

/** Where nobody is named, messages have nobody to address. */
function withoutOwner(clients: ReadonlyMap<string, readonly Entry[]>): Section {
  const points = [...clients].flatMap(([client, entries]): Point[] => {
    const ownerless = entries.filter(({ owner = '' }) => owner === '');
    if (ownerless.length === 0) return [];
    const write = (): [string] => {
      const many = ownerless.length === entries.length ? 'all' : `${ownerless.length}`;
      const first = ownerless.slice(0, MOST_NAMES).map((entry) => entryName(entry, {}));
      const more = ownerless.length - first.length;
      const names = `${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
      return [`${clientName(client)}: ${many} of ${counted(entries.length, 'target')}: ${names}`];
    };
    return [{ of: ownerless.length, write }];
  });
  const told = tellingAll(points.sort((a, b) => b.of - a.of));
  return { heading: 'Nobody is named as owner', says: 'without owner', ...told };
}

/** A sweep sends what it has decided; what is older has been refused. */
const WAITS_TOO_LONG = 2 * HOUR;

function notSent(failures: readonly string[], clients: ReadonlyMap<string, readonly Entry[]>, sight: Sight): Section {
  const waiting = [...clients].flatMap(([client, entries]): Point[] => {
    const pending = entries.flatMap(({ result }) => result?.pending ?? []);
    const old = pending.filter((at) => sight.now - at > WAITS_TOO_LONG);
    if (old.length === 0) return [];
    const since = old.reduce((first, at) => Math.min(first, at), sight.now);
    const count = counted(old.length, 'notice');
    return [
      { of: old.length, write: () => [`${clientName(client)}: ${count}, the oldest since ${day(since, sight)}`] },
    ];
  });
  const digests = failures.map((failure): Point => ({ of: 1, write: () => [oneLine(failure, 400)] }));
  const told = tellingAll([...digests, ...waiting]);
  return { heading: 'Not sent', says: 'not sent', isWrong: true, ...told };
}
