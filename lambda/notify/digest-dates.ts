import { fromNow, spanOf } from '../core/date-text';
import type { PastRenewal } from '../core/habit';
import { DAY } from '../core/instant';
import { appliedOn } from '../core/renewal-case';
import type { Result } from '../core/result';
import { oneLine } from '../core/safe-text';
import { atLeast } from '../core/severity';
import { day, type Entry, entryName, type Sight, whose } from './digest-entry';
import { groupName, membersOf, type Point, type Section, together } from './digest-section';

const AHEAD_DAYS = 90;

/** What expires within ninety days and has to be seen to, the soonest first; what renews itself is counted. */
export function coming(sight: Sight): Section {
  const ahead = sight.entries.filter(({ result }) => isAhead(result, sight)).sort(bySoonest);
  const mine = ahead.filter(({ result }) => !renewsItself(result));
  const byItself = ahead.filter(({ result }) => renewsItself(result));
  const points = together(mine).map((group): Point => {
    return { of: group.length, write: () => [comingLine(group, sight), ...membersOf(group)] };
  });
  const [first] = byItself;
  const after = first && `${mine.length > 0 ? 'Besides, ' : ''}${byThemselves(byItself.length, first, sight)}`;
  const heading = `Coming in the next ${AHEAD_DAYS} days`;
  return { heading, says: `coming in ${AHEAD_DAYS} days`, points, ...(after && { after }) };
}

function comingLine(group: readonly [Entry, ...Entry[]], sight: Sight): string {
  const [first] = group;
  const expires = first.result?.expiry?.expires ?? sight.now;
  const steps = stepsOf(first, sight).map((step) => `; ${step}`);
  const when = `${day(expires, sight, first)}, ${fromNow(expires, sight.now)}`;
  return `${when}: ${groupName(group, sight)}; ${whose(group)}${steps.join('')}`;
}

function isAhead(result: Result | undefined, { now }: Sight): boolean {
  const { expires = now, unused = false } = result?.expiry ?? {};
  return !unused && expires > now && expires <= now + AHEAD_DAYS * DAY;
}

function bySoonest(a: Entry, b: Entry): number {
  return (a.result?.expiry?.expires ?? 0) - (b.result?.expiry?.expires ?? 0);
}

/** Renewed in time at least so often, as far as anybody remembers, it is expected to be again. */
const HABIT = 2;

/** Nobody has to do anything, unless it turns out to be late; then its renewal is a case, or there is a finding. */
function renewsItself(result: Result | undefined): boolean {
  const { renewal, holds, memory, severity = 'ok' } = result ?? {};
  if ((renewal !== undefined && renewal.closed === undefined) || atLeast(severity, 'warning')) return false;
  const past = memory?.renewals ?? [];
  return holds?.renewsItself === true || (past.length >= HABIT && past.every(({ left }) => left > 0));
}

function byThemselves(count: number, first: Entry, sight: Sight): string {
  const until = first.result?.expiry?.expires ?? sight.now;
  const are = count === 1 ? '1 is expected to renew itself' : `${count} are expected to renew themselves`;
  return `${are}, as before; the soonest is ${entryName(first, sight)}, ${day(until, sight, first)}`;
}

/** How far its renewal has come, and who has promised it. */
function stepsOf(entry: Entry, sight: Sight): string[] {
  const renewal = entry.result?.renewal;
  if (renewal === undefined || renewal.closed !== undefined) return [];
  const { promised, step, old } = renewal;
  const by = oneLine(promised?.by ?? '', 80);
  const promise = promised && `promised until ${day(promised.until, sight, entry)}${by === '' ? '' : ` by ${by}`}`;
  const { applied, of } = appliedOn(renewal);
  const how =
    step === 'applied-in-part'
      ? `the new one is in use at ${applied} of ${of} addresses`
      : step === 'issued'
        ? 'the new one is issued, but not in use'
        : old.of === 'certificate'
          ? 'no new one is known yet'
          : undefined;
  return [promise, how].flatMap((said) => said ?? []);
}

/** What was renewed, with the least time left first: it was the nearest to going wrong. */
export function renewed(sight: Sight): Section {
  const seen = sight.entries.flatMap((entry) => {
    const [last, ...before] = renewalsOf(entry.result, sight);
    return last === undefined ? [] : [{ ...entry, last, times: before.length + 1 }];
  });
  const points = together(seen.sort((a, b) => a.last.left - b.last.left)).map((group): Point => {
    const [first] = group;
    const { last, times, result } = first;
    const often = times > 1 ? `, the last of ${times} times` : '';
    const until = result?.expiry?.expires;
    const now = until === undefined ? '' : `; now until ${day(until, sight, first)}`;
    const line = () => `${groupName(group, sight)} on ${day(last.at, sight, first)}${often}, ${slack(last)}${now}`;
    return { of: group.length, write: () => [line(), ...membersOf(group)] };
  });
  return { heading: 'Renewed', says: 'renewed', points };
}

function slack({ left }: PastRenewal): string {
  return left > 0 ? `with ${spanOf(left)} left` : `${spanOf(-left)} after the old one had expired`;
}

/** The newest first; a case that was closed by a renewal that is remembered is the same renewal. */
function renewalsOf(result: Result | undefined, { since, until }: Sight): PastRenewal[] {
  const remembered = result?.memory.renewals ?? [];
  const { closed, old } = result?.renewal ?? {};
  const byCase = closed !== undefined && old && !remembered.some(({ at }) => at === closed);
  const all = [...remembered, ...(byCase ? [{ at: closed, left: old.expires - closed, expired: old.expires }] : [])];
  return all.filter(({ at }) => at > since && at <= until).sort((a, b) => b.at - a.at);
}
