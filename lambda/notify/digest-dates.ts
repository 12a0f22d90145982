import { fromNow, spanOf } from '../core/date-text';
import { DAY } from '../core/instant';
import { oneLine } from '../core/safe-text';
import { day, type Entry, entryName, type Sight, whose } from './digest-entry';
import type { ResultFacts } from './digest-facts';
import { groupName, membersOf, type Section, targetsIn, telling, together } from './digest-section';

const AHEAD_DAYS = 90;

/** What expires within ninety days and has to be seen to, the soonest first; what renews itself is counted. */
export function coming(sight: Sight): Section {
  const ahead = sight.entries.filter(({ result }) => isAhead(result, sight)).sort(bySoonest);
  const mine = ahead.filter(({ result }) => !result?.renewsItself);
  const byItself = ahead.filter(({ result }) => result?.renewsItself);
  const told = telling(together(mine), targetsIn, (group) => () => [comingLine(group, sight), ...membersOf(group)]);
  const [first] = byItself;
  const after = first && `${mine.length > 0 ? 'Besides, ' : ''}${byThemselves(byItself.length, first, sight)}`;
  const heading = `Coming in the next ${AHEAD_DAYS} days`;
  return { heading, says: `coming in ${AHEAD_DAYS} days`, ...told, ...(after && { after }) };
}

function comingLine(group: readonly [Entry, ...Entry[]], sight: Sight): string {
  const [first] = group;
  const expires = first.result?.expiry?.expires ?? sight.now;
  const steps = stepsOf(first, sight).map((step) => `; ${step}`);
  const when = `${day(expires, sight, first)}, ${fromNow(expires, sight.now)}`;
  return `${when}: ${groupName(group, sight)}; ${whose(group)}${steps.join('')}`;
}

function isAhead(result: ResultFacts | undefined, { now }: Sight): boolean {
  const { expires = now, unused = false } = result?.expiry ?? {};
  return !unused && expires > now && expires <= now + AHEAD_DAYS * DAY;
}

function bySoonest(a: Entry, b: Entry): number {
  return (a.result?.expiry?.expires ?? 0) - (b.result?.expiry?.expires ?? 0);
}

function byThemselves(count: number, first: Entry, sight: Sight): string {
  const until = first.result?.expiry?.expires ?? sight.now;
  const are = count === 1 ? '1 is expected to renew itself' : `${count} are expected to renew themselves`;
  return `${are}, as before; the soonest is ${entryName(first, sight)}, ${day(until, sight, first)}`;
}

/** How far its renewal has come, and who has promised it. */
function stepsOf(entry: Entry, sight: Sight): string[] {
  const renewal = entry.result?.renewal;
  if (renewal === undefined) return [];
  const { promised, step, of, on } = renewal;
  const by = oneLine(promised?.by ?? '', 80);
  const promise = promised && `promised until ${day(promised.until, sight, entry)}${by === '' ? '' : ` by ${by}`}`;
  const how =
    step === 'applied-in-part'
      ? `the new one is in use at ${on.applied} of ${on.of} addresses`
      : step === 'issued'
        ? 'the new one is issued, but not in use'
        : of === 'certificate'
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
  const groups = together(seen.sort((a, b) => a.last.left - b.last.left));
  const told = telling(groups, targetsIn, (group) => {
    const [first] = group;
    const { last, times, result } = first;
    const often = times > 1 ? `, the last of ${times} times` : '';
    const until = result?.expiry?.expires;
    const now = until === undefined ? '' : `; now until ${day(until, sight, first)}`;
    const line = () => `${groupName(group, sight)} on ${day(last.at, sight, first)}${often}, ${slack(last)}${now}`;
    return () => [line(), ...membersOf(group)];
  });
  return { heading: 'Renewed', says: 'renewed', ...told };
}

function slack({ left }: ResultFacts['renewed'][number]): string {
  return left > 0 ? `with ${spanOf(left)} left` : `${spanOf(-left)} after the old one had expired`;
}

/** The newest first. */
function renewalsOf(result: ResultFacts | undefined, { since, until }: Sight): ResultFacts['renewed'] {
  return (result?.renewed ?? []).filter(({ at }) => at > since && at <= until).sort((a, b) => b.at - a.at);
}
