import type { Expiry } from './expiry';
import type { Finding, Reason } from './finding';
import type { Judgement } from './judgement';
import type { Result } from './result';

/** What a look shows that sees what the last one saw; nobody has looked. */
export interface Unchanged {
  readonly saw: 'unchanged';
  /** Whether anything was seen the last time. */
  readonly seen: boolean;
  readonly findings: readonly Finding[];
  /** The dates that were seen, and the addresses that showed them; none where the target has no addresses. */
  readonly shown: readonly { readonly expiry: Expiry; readonly at: readonly string[] }[];
  /** The addresses that were met and not seen. */
  readonly dark: ReadonlySet<string>;
  readonly summary: string;
}

/** What is found anew at each look from what is remembered, and from the row. */
const FOUND_ANEW: readonly Reason[] = [
  'expiring',
  'expired',
  'chain-element-expiring',
  'not-applied',
  'date-disagrees',
  'promise-refused',
  'promise-broken',
  'not-understood',
  'attribute-not-understood',
  'attribute-unknown',
];

/** The last look once more. Pure. */
export function unchangedSince({ kind, holds, seen, findings, addresses, memory, summary }: Result): Unchanged {
  const anew = [...FOUND_ANEW, ...(kind === 'tls' ? HABIT : []), ...(holds ? REGISTRATION : [])];
  const named = (those: Result['addresses']) => new Set(those.map(({ address }) => address));
  const answered = named(addresses.filter(({ failure }) => failure === undefined));
  const dark = named(addresses.filter(({ failure }) => failure !== undefined));
  const shown = memory.lastSeen.flatMap(({ expiry: { served, ...expiry }, at }) => {
    const met = at.filter(({ address, was }) => was !== 'gone' && answered.has(address));
    return met.length > 0 || at.length === 0 ? [{ expiry, at: met.map(({ address }) => address) }] : [];
  });
  const still = findings.filter(({ reason }) => !anew.includes(reason));
  return { saw: 'unchanged', seen, findings: still, shown: seen ? shown : [], dark, summary };
}

/** Of an endpoint it is by habit alone that a renewal is late. */
const HABIT: readonly Reason[] = ['renewal-late'];
const REGISTRATION: readonly Reason[] = ['domain-ends-sooner'];

export function judgeUnchanged({ findings, shown, summary }: Unchanged): Judgement {
  return {
    findings,
    expiries: shown.map(({ expiry }) => expiry),
    servedAt: new Map(shown.map(({ expiry, at }) => [expiry.sha256 ?? '', at])),
    well: summary,
  };
}
