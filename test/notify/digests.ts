import type { Finding, Reason } from '../../lambda/core/finding';
import { DAY } from '../../lambda/core/instant';
import { readTargets } from '../../lambda/core/read-targets';
import type { Result } from '../../lambda/core/result';
import type { Row } from '../../lambda/core/row';
import type { Message } from '../../lambda/notify/channel';
import { clientDigest } from '../../lambda/notify/digest';
import { collectEntries } from '../../lambda/notify/digest-entries';
import type { Entry } from '../../lambda/notify/digest-entry';
import type { Period } from '../../lambda/notify/digest-message';
import { operationsDigest } from '../../lambda/notify/digest-operations';
import { quiet } from '../store/results';
import { NOW } from './notices';

/** Sun 15 Nov 2026, 10:00 UTC */
export const SINCE = NOW - 7 * DAY;

const PERIOD: Period = { since: SINCE, until: NOW, now: NOW, next: NOW + 7 * DAY };

export function row(target: string, more: Row = {}): Row {
  return { target, client: 'Contoso', owner: 'Anna', ...more };
}

/** A target that has just been seen to be well, and will be for long. */
export function known(target: string, more: Partial<Result> = {}): Result {
  const expiry = { of: 'certificate', what: target, expires: NOW + 300 * DAY } as const;
  return quiet(target, { expiry, since: NOW - 2 * DAY, checkedAt: NOW - DAY, ...more });
}

export function finding(reason: Reason, sentence: string, more: Partial<Finding> = {}): Finding {
  return { reason, severity: 'warning', sentence, ...more };
}

export function renewals(...past: readonly (readonly [daysAgo: number, daysLeft: number])[]): Result['memory'] {
  const renewals = past.map(([ago, left]) => ({
    at: NOW - ago * DAY,
    left: left * DAY,
    expired: NOW + (left - ago) * DAY,
  }));
  return { lastSeen: [], renewals, unseen: 0, told: {} };
}

export function digestOf(
  client: string,
  rows: readonly Row[],
  results: readonly Result[],
  more: Partial<Period> = {},
): Message {
  const own = entries(rows, results).filter((entry) => entry.client === client);
  return clientDigest(client, own, { ...PERIOD, ...more });
}

export function operationsOf(
  rows: readonly Row[],
  results: readonly Result[],
  failures: readonly string[] = [],
  more: Partial<Period> = {},
): Message {
  const monitors = results.filter(({ kind }) => kind === 'monitor');
  return operationsDigest(entries(rows, results), monitors, failures, { ...PERIOD, ...more });
}

function entries(rows: readonly Row[], results: readonly Result[]): Entry[] {
  const entries = collectEntries();
  for (const target of readTargets(rows)) entries.addRow(target);
  for (const result of results) entries.addResult(result);
  return entries.all();
}
