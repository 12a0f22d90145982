import type { Certificate } from '../../lambda/core/certificate';
import { expiryOf, ladderBegins } from '../../lambda/core/expiry';
import { DAY, HOUR, type Instant } from '../../lambda/core/instant';
import { certificate } from '../core/builders';
import { between, drawn } from './drawn';

/** What becomes of a renewal that automation does not see to. */
export const NEGLECTS = ['late', 'promise-kept', 'promise-broken', 'promise-for-the-last-hours', 'forgotten'] as const;
type Neglect = (typeof NEGLECTS)[number];

/** A certificate while it is in use. */
export interface Term {
  readonly certificate: Certificate;
  readonly from: Instant;
  /** When the next takes its place: everywhere, or address by address from then on. */
  readonly until: Instant;
  readonly neglect?: Neglect;
  /** When it should have been renewed, where that is neglected. */
  readonly missed?: Instant;
  readonly promise?: { readonly made: Instant; readonly until: Instant };
}

/** How the certificates of a name are renewed. */
export interface Automation {
  readonly name: string;
  /** Days. */
  readonly lifetime: number;
  /** Days before the end, give or take {@link jitter}. */
  readonly renewsAt: number;
  readonly jitter: number;
  /** The share of renewals that are neglected. */
  readonly neglected: number;
}

/** All certificates of one name from here on, one after the other, until that day. */
export function termsOf(
  automation: Automation,
  seed: string,
  { from, until }: { readonly from: Instant; readonly until: Instant },
): Term[] {
  const { name, lifetime, renewsAt } = automation;
  const terms: Term[] = [];
  // It is somewhere in its life when the story begins.
  let begins = from - between(0, lifetime - renewsAt - automation.jitter, seed, name) * DAY;
  while (begins < until) {
    const term = termFrom(begins, automation, `${seed} ${terms.length}`, until);
    terms.push(term);
    begins = term.until;
  }
  return terms;
}

const EPILOGUE = 12 * DAY;

function termFrom(from: Instant, automation: Automation, seed: string, end: Instant): Term {
  const { name, renewsAt, jitter, neglected } = automation;
  const lifetime = Math.min(automation.lifetime, longestFrom(from));
  const early = between(renewsAt - jitter, renewsAt + jitter, seed, name, 'renewed') * DAY;
  const notAfter = from + lifetime * DAY;
  const curtain = end - EPILOGUE;
  // In the end all is renewed, so that whatever was told can be told to its end.
  const usual = from < curtain ? Math.min(notAfter - early, curtain) : notAfter - early;
  const leaf = certificate(0, {
    subject: `CN=${name}`,
    names: [name],
    serial: Math.floor(drawn(seed, name, 'serial') * 2 ** 32).toString(16),
    sha256: `${name} ${from}`,
    notBefore: from - HOUR,
    notAfter,
  });
  const ladder = ladderOf(leaf);
  const isNeglected = drawn(seed, name, 'neglected') < neglected && notAfter + ladder < curtain;
  if (!isNeglected) return { certificate: leaf, from, until: usual };
  // Of what lives for days, nobody promises hours that pass between two sweeps.
  const ways = NEGLECTS.filter((way) => lifetime > 10 || way !== 'promise-for-the-last-hours');
  const neglect = ways[Math.floor(drawn(seed, name, 'how') * ways.length)] ?? 'forgotten';
  const left = (share: number) => notAfter - share * ladder;
  const promise = { made: left(0.85), until: left(neglect === 'promise-for-the-last-hours' ? 0.01 : 0.25) };
  return {
    certificate: leaf,
    from,
    until: {
      late: left(between(0.1, 0.6, seed, name, 'late')),
      'promise-kept': left(0.3),
      'promise-broken': left(-0.1),
      'promise-for-the-last-hours': left(-0.1),
      forgotten: left(-between(0.1, 0.3, seed, name, 'late')),
    }[neglect],
    neglect,
    missed: usual,
    ...(neglect.startsWith('promise') && { promise }),
  };
}

/** What CAs give at most, in days: two less than they may (CA/Browser Forum, ballot SC-081v3). */
function longestFrom(issued: Instant): number {
  return issued < Date.parse('2027-03-15T00:00:00Z') ? 198 : 98;
}

/** How long before its end somebody is told, in milliseconds. */
export function ladderOf(leaf: Certificate): number {
  return ladderBegins(expiryOf(leaf, 'certificate'), undefined);
}
