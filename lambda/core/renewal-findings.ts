import type { RenewalInfo } from './ca-answer';
import { certificateName } from './certificate';
import { dateAndTime } from './date-text';
import type { Finding } from './finding';
import type { Instant } from './instant';
import type { Case, Rule } from './rule';
import { oneLine } from './safe-text';
import type { Severity } from './severity';

/** Whether the CA would have had the leaf renewed by now (RFC 9773). */
export const RENEWAL_RULES: readonly Rule[] = [renewNow];

/**
 * CAs put the window at two thirds of the lifetime, or at half of it where that is short. One that ends earlier has been
 * moved up, as is done before a revocation.
 */
const MOVED_UP = 0.45;

/** Clients that go by days left, as many do, renew some days after the window; this share of the lifetime is theirs. */
const LATE = 0.1;

function renewNow({ seen: { renewalInfo }, leaf, target, now }: Case): Finding[] {
  if (renewalInfo === undefined || now < renewalInfo.from || leaf.notAfter <= now) return [];
  const { from, until, explanation } = renewalInfo;
  const early = isMovedUp(renewalInfo, leaf);
  const severity = urgency(renewalInfo, early, leaf, now);
  const which = `The CA wants “${certificateName(leaf)}” renewed${early ? ' well before its usual time' : ''}`;
  const [first, last] = [dateAndTime(from, target.timezone), dateAndTime(until, target.timezone)];
  const served = until <= now ? ', but it is still served' : '';
  const why = explanation === undefined ? '' : `; its reasons: ${oneLine(explanation, 200)}`;
  const sentence = `${which}, between ${first} and ${last}${served}${why}`;
  return [{ reason: 'renew-now', severity, sentence: why === '' ? `${sentence}.` : sentence }];
}

interface Lifetime {
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

function isMovedUp({ until }: RenewalInfo, { notBefore, notAfter }: Lifetime): boolean {
  return until - notBefore < MOVED_UP * (notAfter - notBefore);
}

function urgency(info: RenewalInfo, early: boolean, { notBefore, notAfter }: Lifetime, now: Instant): Severity {
  const { until, explanation } = info;
  const over = now >= until;
  if (early) return over ? 'critical' : 'warning';
  const late = now - until >= LATE * (notAfter - notBefore);
  return over && (late || explanation !== undefined) ? 'warning' : 'info';
}
