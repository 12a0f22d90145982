import type { Reason } from './finding';
import type { Result } from './result';
import type { Unchanged } from './unchanged';

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
