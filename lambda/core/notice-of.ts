import type { Assessment } from './assess';
import { audienceOf } from './audience';
import type { Instant } from './instant';
import type { Notice } from './notice';
import type { RenewalCase } from './renewal-case';
import type { Target } from './target';
import type { Say } from './track';

/** What is to be said, with all that a message about it needs. */
export function noticeOf(
  target: Target,
  { summary, findings, standing }: Assessment,
  renewal: RenewalCase | undefined,
  { escalated, evidence, ...say }: Say,
  now: Instant,
): Notice {
  // A case that was closed before is history.
  const shown = evidence ?? (renewal?.closed === undefined ? renewal : undefined);
  const { id, kind, client, timezone, service, impact, owner, escalate, runbook, notes, promised } = target;
  return {
    ...say,
    target: id,
    kind,
    client,
    audience: audienceOf(target, escalated === true),
    at: now,
    timezone,
    summary,
    findings,
    ...(standing && { expiry: standing.expiry }),
    ...(shown && { renewal: shown }),
    ...(service && { service }),
    ...(impact && { impact }),
    ...(owner && { owner }),
    ...(escalate && { escalate }),
    ...(runbook && { runbook }),
    ...(notes && { notes }),
    ...(promised && { promised }),
  };
}
