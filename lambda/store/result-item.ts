import type { Expiry } from '../core/expiry';
import type { Finding } from '../core/finding';
import { DAY, type Instant } from '../core/instant';
import type { PendingNotice } from '../core/notice';
import { stepInWords } from '../core/renewal-case';
import type { HistoryEntry, Result, SeenAddress } from '../core/result';
import { oneLine } from '../core/safe-text';
import { RESULTS_KEYS } from '../environment';
import type { Item } from './item-fields';

/** The sort key of the one item of each target that tells how it stands; all its other items are history. */
export const LATEST = 'latest';

/** Stands in the keys of the byExpiry index where no date is known: an item without them would not be in the index. */
export const NO_DATE = 'none';

/** How many findings and addresses are kept of one target; the worst findings come first. */
const MOST_FINDINGS = 50;
const MOST_ADDRESSES = 32;

/** DynamoDB takes 400 KB; attributes' names and overheads are counted in JSON more than they are there. */
const LARGEST = 350_000;

/** Characters kept of a line in the history, and in a result that would otherwise be larger than {@link LARGEST}. */
const LONGEST_LINE = 1_000;
const SHORT_LINE = 300;

/** The layout of a latest item: attributes that a person can read in the console, times in UTC with milliseconds. */
export function latestItem(result: Result): Item {
  const item = layOut({
    ...result,
    findings: result.findings.slice(0, MOST_FINDINGS),
    addresses: result.addresses.slice(0, MOST_ADDRESSES),
  });
  return Buffer.byteLength(JSON.stringify(item)) <= LARGEST ? item : layOut(abridged(result));
}

function layOut({ expiry, since, checkedAt, pending, quieted, ...rest }: Result): Item {
  const { byExpiry, outbox } = RESULTS_KEYS;
  return {
    ...rest,
    [RESULTS_KEYS.sort]: LATEST,
    ...(expiry && expiryAttributes(expiry)),
    [byExpiry.sort]: expiry ? isoText(expiry.expires) : NO_DATE,
    [byExpiry.partition]: expiry ? monthOf(expiry.expires) : NO_DATE,
    since: isoText(since),
    checkedAt: isoText(checkedAt),
    ...(quieted && { quieted: { ...quieted, until: isoText(quieted.until) } }),
    ...(rest.renewal && { renewalStep: stepInWords(rest.renewal) }),
    pending,
    // A key must not be empty, and any value puts the item into the index.
    ...(pending.length > 0 && { [outbox.partition]: rest.client || '-' }),
  };
}

/** The layout of a history item: it is not in the byExpiry index and goes away by itself after that many days. */
export function historyItem(entry: HistoryEntry, days: number): Item {
  const { target, at, event, severity, summary, findings, expiry, renewal } = entry;
  return {
    [RESULTS_KEYS.partition]: target,
    [RESULTS_KEYS.sort]: `${isoText(at)}#${event}`,
    event,
    severity,
    summary: oneLine(summary, LONGEST_LINE),
    findings: findings.slice(0, MOST_FINDINGS).map((finding) => shortFinding(finding, LONGEST_LINE)),
    ...(expiry && expiryAttributes(expiry)),
    ...(renewal && { renewal, renewalStep: stepInWords(renewal) }),
    [RESULTS_KEYS.ttl]: Math.floor((at + days * DAY) / 1000),
  };
}

function expiryAttributes({ of, expires, notBefore, renewsBy, ...facts }: Expiry): Item {
  return {
    expiryOf: of,
    expires: isoText(expires),
    ...(notBefore !== undefined && { notBefore: isoText(notBefore) }),
    ...(renewsBy !== undefined && { renewsBy: isoText(renewsBy) }),
    ...facts,
  };
}

/** Unlike the core's iso(), with milliseconds: what was remembered is compared exactly with what is seen. */
function isoText(at: Instant): string {
  return new Date(at).toISOString();
}

/** `2026-12`; years beyond 9999 are written with more digits. */
function monthOf(at: Instant): string {
  return isoText(at).slice(0, -'-31T23:59:59.000Z'.length);
}

/** Shortens what is only read by people. The memory stays as it is, since the next look is compared with it. */
function abridged(result: Result): Result {
  return {
    ...result,
    summary: oneLine(result.summary, SHORT_LINE),
    findings: result.findings.slice(0, MOST_FINDINGS).map((finding) => shortFinding(finding, SHORT_LINE)),
    addresses: result.addresses.slice(0, MOST_ADDRESSES).map(shortAddress),
    pending: result.pending.map(shortNotice),
  };
}

function shortNotice(notice: PendingNotice): PendingNotice {
  const findings = notice.findings.slice(0, 10).map((finding) => shortFinding(finding, SHORT_LINE));
  return { ...notice, summary: oneLine(notice.summary, SHORT_LINE), findings };
}

function shortFinding(finding: Finding, length: number): Finding {
  return { ...finding, sentence: oneLine(finding.sentence, length) };
}

function shortAddress({ failure, ...seen }: SeenAddress): SeenAddress {
  return { ...seen, ...(failure !== undefined && { failure: oneLine(failure, SHORT_LINE) }) };
}
