import { listed } from './chain';
import { dateAndTime, spanOf } from './date-text';
import { isHardlyAny } from './delivery';
import type { Finding } from './finding';
import { DAY, type Instant } from './instant';
import type { Judgement } from './judgement';
import {
  type Blindness,
  type Delivery,
  type Digested,
  FAMILIES,
  type Family,
  type Noticed,
  type Overrun,
} from './noticed';
import { roundOf } from './overrun';
import { oneLine } from './safe-text';
import { silenceFindings } from './silence-findings';
import { NO_CLIENT, type Target } from './target';

/** Judges the monitor by what its sweeps have noticed of themselves. */
export function assessMonitor(target: Target, noticed: Noticed, now: Instant): Judgement {
  const { blind, overrun, silence, delivery, digest } = noticed;
  const findings = [
    ...blindFindings(target, blind),
    ...(overrun ? outOfTime(target, overrun) : []),
    ...silenceFindings(target, silence),
    ...(delivery ? deliveryFindings(delivery) : []),
    ...(digest && now > digest.due ? [digestMissing(target, digest)] : []),
  ];
  return { findings, expiries: [], well: 'The monitor sees what it saw before, and is heard.' };
}

function blindFindings({ location, timezone }: Target, blind: Blindness | undefined): Finding[] {
  if (blind === undefined) return [];
  const { lost, known, since, first, family } = blind;
  if (family !== undefined) return [familyFinding({ location, timezone }, { ...blind, family })];
  const which = first ? `endpoints, nearly all looked at for the first time,` : 'endpoints that could be seen before';
  const sentence = `Since ${dateAndTime(since, timezone)}, ${lost} of the ${known} ${which} cannot be seen at all from “${location}”; on that evidence none of them is called unreachable or broken${first ? ' for two days' : ''}.`;
  return [{ reason: 'monitor-blind', severity: 'critical', sentence }];
}

function familyFinding(
  { location, timezone }: Pick<Target, 'location' | 'timezone'>,
  { lost, since, family }: Blindness & { readonly family: Family },
): Finding {
  const other = FAMILIES.find((one) => one !== family);
  const sentence = `Since ${dateAndTime(since, timezone)}, none of the ${lost} endpoints that are seen by ${other}, and could be seen by ${family} before, can be reached by ${family} from “${location}”; on that evidence no ${family} address is called unreachable for two days.`;
  return { reason: 'monitor-blind', severity: 'critical', sentence };
}

/** Once may be a bad day; from the second sweep in a row on it is too much for one function. */
function outOfTime({ timezone }: Target, overrun: Overrun): Finding[] {
  const round = roundOf(overrun);
  if (round === undefined) return [];
  const { left, all, since } = overrun;
  const rate = Number.isFinite(round)
    ? `at this rate each is looked at once in ${spanOf(round)}`
    : 'at this rate none is ever looked at';
  const sentence = `Since ${dateAndTime(since, timezone)} no sweep has had time for all targets: the last left ${left} of ${all}; ${rate}.`;
  return [{ reason: 'out-of-time', severity: round > DAY ? 'critical' : 'warning', sentence }];
}

function digestMissing({ timezone }: Target, { last, due }: Digested): Finding {
  const sentence = `No digest has gone out to operations since ${dateAndTime(last, timezone)}; there should have been one by ${dateAndTime(due, timezone)}.`;
  return { reason: 'digest-missing', severity: 'warning', sentence };
}

function deliveryFindings(delivery: Delivery): Finding[] {
  return [
    ...hearing(delivery),
    ...(delivery.operationsUnheard ? [OPERATIONS_UNHEARD] : []),
    ...pending(delivery),
    ...sms(delivery),
    ...canary(delivery),
  ];
}

const OPERATIONS_UNHEARD: Finding = {
  reason: 'not-subscribed',
  severity: 'critical',
  sentence:
    'Nobody with a confirmed subscription to the operations topic would receive the alarms and what the monitor says of itself.',
  about: 'operations topic',
};

/** A finding for each client, so that one more is told although others are known. */
function hearing({ nobody, unheard, unheardInAll }: Delivery): Finding[] {
  if (nobody) {
    const sentence = 'Nobody has a confirmed subscription by which a notice would arrive.';
    return [{ reason: 'not-subscribed', severity: 'critical', sentence }];
  }
  const rest = unheardInAll - unheard.length;
  return [
    ...unheard.map(({ client, severities, inPart }): Finding => {
      const whom = client === NO_CLIENT ? 'rows without a client' : `the client “${oneLine(client, 80)}”`;
      const sentence = `Nobody with a confirmed subscription would receive ${inPart ? 'all that is told of dates and' : 'what'} is ${severities.join(' or ')} for ${whom}.`;
      return { reason: 'not-subscribed', severity: 'warning', sentence, about: client };
    }),
    ...(rest > 0 ? [more(rest)] : []),
  ];
}

function more(rest: number): Finding {
  const sentence = `The same goes for ${rest} more client${rest === 1 ? '' : 's'}.`;
  return { reason: 'not-subscribed', severity: 'warning', sentence, about: 'more' };
}

function pending({ pending }: Delivery): Finding[] {
  return pending.map((name) => {
    const sentence = `The subscription ${oneLine(name, 120)} has not been confirmed: nothing is sent there.`;
    return { reason: 'subscription-pending', severity: 'warning', sentence, about: oneLine(name, 120) };
  });
}

function sms({ sandbox, spendLimit }: Delivery): Finding[] {
  if (sandbox) {
    const sentence = 'The account is in the SMS sandbox: text messages go to numbers verified there and to no others.';
    return [{ reason: 'sms-limited', severity: 'warning', sentence, about: 'sandbox' }];
  }
  if (spendLimit === undefined || !isHardlyAny(spendLimit)) return [];
  const sentence = `The account may spend ${spendLimit} US$ a month on text messages; SNS drops without a word what would cost more.`;
  return [{ reason: 'sms-limited', severity: 'warning', sentence, about: 'spending' }];
}

function canary({ disturbed }: Delivery): Finding[] {
  if (disturbed.length === 0) return [];
  const names = listed(
    disturbed.map((name) => oneLine(name, 120)),
    MOST_NAMES,
  );
  const sentence = `The daily canary is not sent, since it would disturb subscriptions without a filter: ${names}.`;
  return [{ reason: 'canary-missing', severity: 'warning', sentence }];
}

const MOST_NAMES = 3;
