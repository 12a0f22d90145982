import { standingOf } from './assess-expiry';
import { type Certificate, certificateName } from './certificate';
import { isRoot, listed, type SentChain, sentChain, withIssuer } from './chain';
import { dateAndTime, dayName, fromNow } from './date-text';
import { expiryOf } from './expiry';
import type { Finding } from './finding';
import { type Case, called, type Rule } from './rule';

/** What is wrong with the path, and with what was sent for clients to build it from. */
export const CHAIN_RULES: readonly Rule[] = [notYetValid, distrusted, whatWasSent];

export function notYetValid(it: Case): Finding[] {
  const { path, target, now } = it;
  return path
    .filter(({ notBefore }) => notBefore > now)
    .map((early) => {
      const when = `${fromNow(early.notBefore, now)}, on ${dateAndTime(early.notBefore, target.timezone)}`;
      const sentence = `${called(it, early)} becomes valid only ${when}.`;
      return { reason: 'not-yet-valid', severity: 'critical', sentence };
    });
}

function distrusted({ seen: { verdict }, path, now }: Case): Finding[] {
  if (verdict.trusted) return [];
  if (verdict.reason === 'unjudged') return [];
  if (verdict.reason !== 'date') return [{ reason: verdict.reason, severity: 'critical', sentence: verdict.sentence }];
  // The date of a visible element has its own finding; a root that has expired shows only in the verdict.
  const visible = path.some(
    (element, i) => (i === 0 || !isRoot(element)) && (element.notAfter <= now || element.notBefore > now),
  );
  return visible ? [] : [{ reason: 'untrusted', severity: 'critical', sentence: verdict.sentence }];
}

function whatWasSent(it: Case): Finding[] {
  const sent = sentChain(it.seen, it.path);
  const findings = SENT_RULES.flatMap((rule) => rule(sent, it));
  return it.seen.sent === undefined ? findings : findings.map((finding) => ({ ...finding, bySent: true }));
}

const SENT_RULES: readonly ((sent: SentChain, it: Case) => Finding[])[] = [
  missing,
  needlessAndExpired,
  needlessAndExpiring,
  misplaced,
  repeated,
  strays,
  rootIncluded,
];

/** The verdict filled the gap from a store that other clients need not have. */
function missing(sent: SentChain, { seen, trust }: Case): Finding[] {
  if (!seen.verdict.trusted || sent.missing.length === 0) return [];
  const what = listed(sent.missing.map(named), MOST_NAMED);
  if (trust.by === 'public') {
    const sentence = `The server does not send the intermediate ${what}; clients that do not happen to know it refuse the connection.`;
    return [{ reason: 'chain-incomplete', severity: 'warning', sentence }];
  }
  const sentence = `The server does not send the intermediate ${what}; only clients that know it already, as the CA bundle does, can trust the certificate.`;
  return [{ reason: 'chain-incomplete', severity: 'info', sentence }];
}

/**
 * As when AddTrust External CA Root ended in May 2020 and DST Root CA X3 in September 2021: clients that build another path
 * do not mind, but OpenSSL before 1.1.0, old GnuTLS and many devices go by what is sent and refuse it.
 */
function needlessAndExpired(sent: SentChain, { target, now }: Case): Finding[] {
  const expired = sent.needless.filter(({ notAfter }) => notAfter <= now);
  if (expired.length === 0) return [];
  const each = expired.map((one) => `${withIssuer(one)}, which expired on ${dayName(one.notAfter, target.timezone)}`);
  const sentence = `The server still sends ${listed(each, 2)}: drop it, since no path needs it and strict clients refuse the connection because of it.`;
  return [{ reason: 'chain-order', severity: 'warning', sentence }];
}

function needlessAndExpiring(sent: SentChain, { target, now }: Case): Finding[] {
  return sent.needless
    .filter((one) => one.notAfter > now)
    .filter((one) => standingOf(target, expiryOf(one, 'intermediate'), now).rung !== undefined)
    .slice(0, MOST_NAMED)
    .map((one) => {
      const when = `${fromNow(one.notAfter, now)}, on ${dateAndTime(one.notAfter, target.timezone)}`;
      const sentence = `The server also sends ${withIssuer(one)}, which expires ${when}; the path does not need it, so drop it before then.`;
      return { reason: 'chain-element-expiring', severity: 'info', sentence };
    });
}

function misplaced(sent: SentChain): Finding[] {
  const what = listed(sent.misplaced.map(named), MOST_NAMED);
  const comes = sent.misplaced.length === 1 ? 'comes before what it' : 'come before what they';
  return untidy(sent.misplaced, `The server sends its chain out of order: ${what} ${comes} issued.`);
}

function repeated(sent: SentChain): Finding[] {
  return untidy(sent.repeated, `The server sends ${listed(sent.repeated.map(named), MOST_NAMED)} more than once.`);
}

/** An expired one is spoken of already. */
function strays(sent: SentChain, { now }: Case): Finding[] {
  const valid = sent.strays.filter(({ notAfter }) => notAfter > now);
  const what = listed(valid.map(withIssuer), MOST_NAMED);
  return untidy(valid, `The server also sends ${what}, to which no path from its certificate leads.`);
}

function rootIncluded(sent: SentChain): Finding[] {
  const what = listed(sent.roots.map(named), MOST_NAMED);
  return untidy(
    sent.roots,
    `The server also sends the root ${what}, which clients go by only if they have it themselves.`,
  );
}

const MOST_NAMED = 3;

/** Clients of today put any order right and pass over what they do not need (RFC 8446 §4.4.2 asks them to). */
function untidy(which: readonly Certificate[], sentence: string): Finding[] {
  return which.length === 0 ? [] : [{ reason: 'chain-order', severity: 'info', sentence }];
}

function named(certificate: Certificate): string {
  return `“${certificateName(certificate)}”`;
}
