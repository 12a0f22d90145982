import { readArn } from '../core/arn';
import type { Expiry } from '../core/expiry';
import type { Finding } from '../core/finding';
import { type Instant, iso } from '../core/instant';
import type { Notice } from '../core/notice';
import type { RenewalCase } from '../core/renewal-case';
import { oneLine } from '../core/safe-text';
import type { Successor } from '../core/successor';
import { NO_CLIENT } from '../core/target';

import { shortLine } from './headline';
import type { EventExpiry, EventFinding, EventRenewal, EventSuccessor, NoticeEvent } from './notice-event';
import { noticeId } from './notice-id';

/** With these, and four bytes a character, an event stays below the 256 KiB that EventBridge takes; a test holds it. */
const LONGEST = 500;
const LONGEST_KEY = 2_048;
const MOST_FINDINGS = 20;
const MOST_ATTACHED = 10;
const MOST_ADDRESSES = 16;

export function eventOf(notice: Notice, now: Instant): NoticeEvent {
  const { event, severity, target, kind, client, audience, at, findings, ended } = notice;
  const { expiry, previous, renewal, promised } = notice;
  const more = findings.length - MOST_FINDINGS;
  return {
    version: 1,
    id: noticeId(notice),
    event,
    severity,
    target: oneLine(target, LONGEST_KEY),
    kind,
    ...(client !== NO_CLIENT && texts({ client })),
    audience,
    at: iso(at),
    title: oneLine(shortLine({ ...notice, to: 'owner', tells: [notice] }, now), LONGEST),
    summary: oneLine(notice.summary, LONGEST),
    findings: findings.slice(0, MOST_FINDINGS).map(findingOf),
    ...(more > 0 && { moreFindings: more }),
    ...(ended && { ended }),
    ...(expiry && { expiry: expiryOf(expiry) }),
    ...(previous && { previous: expiryOf(previous) }),
    ...(renewal && { renewal: renewalOf(renewal) }),
    ...documentation(notice),
    ...times({ promised }),
  };
}

/** The ARNs that it is about, by which rules can match as well. */
export function resourcesOf({ target, renewal }: Notice): string[] {
  const named = [target, ...(renewal?.attached ?? []).slice(0, MOST_ATTACHED)];
  return [...new Set(named)].filter((name) => readArn(name) !== undefined);
}

function documentation({ service, impact, owner, escalate, runbook, notes }: Notice) {
  return texts({ service, impact, owner, escalate, runbook, notes });
}

function findingOf({ reason, severity, sentence, address, about }: Finding): EventFinding {
  return { reason, severity, sentence: oneLine(sentence, LONGEST), ...texts({ address, about }) };
}

function expiryOf({ of, what, expires, notBefore, issuer, serial, sha256 }: Expiry): EventExpiry {
  return {
    of,
    what: oneLine(what, LONGEST),
    expires: iso(expires),
    ...times({ notBefore }),
    ...texts({ issuer, serial, sha256 }),
  };
}

function renewalOf({ step, since, old, promised, successor, attached, addresses, closed }: RenewalCase): EventRenewal {
  return {
    step,
    since: iso(since),
    old: expiryOf(old),
    ...(promised && { promised: { until: iso(promised.until), ...texts({ by: promised.by }) } }),
    ...(successor && { successor: successorOf(successor) }),
    ...(attached && { attached: attached.slice(0, MOST_ATTACHED).map((arn) => oneLine(arn, LONGEST_KEY)) }),
    addresses: addresses.slice(0, MOST_ADDRESSES).map(({ address, serves, sha256, since }) => {
      return { address: oneLine(address, LONGEST), serves, sha256: oneLine(sha256, LONGEST), since: iso(since) };
    }),
    ...times({ closed }),
  };
}

function successorOf({ id, how, seen, serial, sha256, notBefore, expires }: Successor): EventSuccessor {
  return {
    id: oneLine(id, LONGEST_KEY),
    how,
    seen: iso(seen),
    ...texts({ serial, sha256 }),
    ...times({ notBefore, expires }),
  };
}

type Given<K extends string, T> = { readonly [P in K]?: T | undefined };
type Told<K extends string> = { [P in K]?: string };

/** Those that say something, as one line each. */
function texts<K extends string>(given: Given<K, string>): Told<K> {
  return told(given, (text) => oneLine(text, LONGEST));
}

function times<K extends string>(given: Given<K, Instant>): Told<K> {
  return told(given, iso);
}

function told<K extends string, T>(given: Given<K, T>, worded: (value: T) => string): Told<K> {
  const result: Told<K> = {};
  for (const name in given) {
    const value = given[name];
    const text = value === undefined ? '' : worded(value);
    if (text !== '') result[name] = text;
  }
  return result;
}
