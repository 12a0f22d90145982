import { oneLine } from '../core/safe-text';
import { NO_CLIENT } from '../core/target';
import type { Message } from './channel';
import { coming, renewed } from './digest-dates';
import { type Entry, type Sight, timezoneOf } from './digest-entry';
import { faulty, late } from './digest-late';
import { digestMessage, type Period } from './digest-message';
import { quieted } from './digest-quieted';
import type { Section } from './digest-section';
import { fromElsewhere, unchecked } from './digest-unchecked';
import { counted } from './words';

/** How all of one client stands: what is late, what is coming, what nobody can tell; also where nothing has happened. */
export function clientDigest(client: string, entries: readonly Entry[], period: Period): Message {
  const sight = { ...period, entries, timezone: timezoneOf(entries) };
  const sections = sectionsOf(sight);
  const well = isWell(sections) ? [ALL_WELL] : [];
  const counts = countsIn(sections);
  const happened = counts.length === 0 ? [NOTHING] : counts;
  const whom = client === NO_CLIENT ? '' : oneLine(client, 80);
  const opening = `${happened.join(', ')}. ${[watched(sight), ...well].join(', ')}.`;
  const addressed = { client: oneLine(client, 80) || NO_CLIENT, audience: 'owner' } as const;
  return digestMessage({ whom, opening, says: [...happened, ...well], sections }, addressed, sight);
}

const NOTHING = 'nothing happened';
export const ALL_WELL = 'all well';

/** What calls for somebody comes first. */
export function sectionsOf(sight: Sight): Section[] {
  return [late, faulty, coming, unchecked, quieted, renewed].map((section) => section(sight));
}

/** `2 late or blocked`, `5 coming in 90 days` */
export function countsIn(sections: readonly Section[]): string[] {
  return sections.filter(({ of }) => of > 0).map(({ of, says }) => `${of} ${says}`);
}

export function isWell(sections: readonly Section[]): boolean {
  return sections.every(({ isWrong, of }) => !isWrong || of === 0);
}

const MOST_PLACES = 5;

/** `42 targets are watched, 4 of them from “hq” (last seen Sun 22 Nov 2026)` */
export function watched(sight: Sight): string {
  const { length } = sight.entries;
  const places = fromElsewhere(sight);
  const from = places.slice(0, MOST_PLACES).map((place) => `, ${place}`);
  const rest = places.length > MOST_PLACES ? `, and others from ${places.length - MOST_PLACES} more places` : '';
  return `${counted(length, 'target')} ${length === 1 ? 'is' : 'are'} watched${from.join('')}${rest}`;
}
