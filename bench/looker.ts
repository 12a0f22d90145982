import { once } from 'node:events';
import { connect, createSecureContext } from 'node:tls';
import { assess } from '../lambda/core/assess';
import { type KnownChain, NOTHING_REMEMBERED } from '../lambda/core/known-chain';
import type { AddressObservation } from '../lambda/core/observation';
import type { TlsTarget } from '../lambda/core/target';
import type { TlsLook } from '../lambda/probes/probe';
import { probeTls } from '../lambda/probes/tls';
import { createBudget } from '../lambda/tls/budget';
import { handshake } from '../lambda/tls/handshake';
import { type Came, keyOf, type Listed } from './kinds';

/**
 * `look` is what a sweep does, the judgement included; `full` is the full check alone; `connect` is the hand-shake of
 * `node:tls` alone, verified by the same root.
 */
export type How = 'look' | 'full' | 'connect';

/** What full checks settled, by `keyOf` the endpoint. */
export type Chains = Readonly<Record<string, KnownChain>>;

export interface Going {
  /** PEM. */
  readonly ca: string;
  /** Milliseconds for a look. */
  readonly timeout: number;
  /** What the sweep before settled; without, everything is seen for the first time. */
  readonly chains?: Chains;
}

/** What the look came to, or in words what is wrong with it. */
export type Looker = (target: TlsTarget, listed: Listed) => Promise<Came | string>;

/** @param settled takes what looks settle. */
export function looker(how: How, going: Going, settled: Record<string, KnownChain>): Looker {
  if (how === 'look') return looking(going, settled);
  return how === 'full' ? checking(going) : connecting(going);
}

function looking({ ca, timeout, chains }: Going, settled: Record<string, KnownChain>): Looker {
  const look: TlsLook = { now: Date.now, timeout, privateCa: ca, budget: createBudget() };
  return async (target, listed) => {
    const known = chains?.[keyOf(listed)];
    // What settled nothing the last time was wrong then, and where there was nobody it is remembered.
    const unreached = known === undefined && target.address !== undefined ? [target.address] : [];
    const later = { chains: known ? [known] : [], near: false, wrong: known === undefined, unreached };
    const [{ observation }] = await probeTls(target, look, chains ? later : NOTHING_REMEMBERED);
    const { severity } = assess(target, observation, undefined, look.now());
    const [seen] = observation.saw === 'endpoint' ? observation.addresses : [];
    if (seen === undefined) return JSON.stringify(observation);
    const came = cameTo(seen);
    if (came !== 'good' || !seen.ok || seen.settled === undefined) return came;
    if (severity !== 'ok') return `good, judged ${severity}`;
    settled[keyOf(listed)] = seen.settled;
    // What the reader confirms is settled as it was.
    const deeper = known !== undefined && seen.settled.verifiedAt !== known.verifiedAt;
    return deeper ? 'good, but not by the reader' : came;
  };
}

function checking({ ca, timeout }: Going): Looker {
  return async ({ host, address = '', port, protocol, trust }) => {
    const endpoint = { host, address, port, protocol, trust, privateCa: ca, timeout, now: Date.now() };
    const outcome = await handshake(endpoint, performance.now() + timeout);
    return cameTo(
      outcome.ok ? { ok: true, address, ...outcome.seen } : { ok: false, address, failure: outcome.failure },
    );
  };
}

function connecting({ ca }: Going): Looker {
  const secureContext = createSecureContext({ ca });
  return async ({ host, address, port }) => {
    const socket = connect({ host: address, port, servername: host, secureContext });
    try {
      await once(socket, 'secureConnect');
      return 'good';
    } finally {
      socket.destroy();
    }
  };
}

function cameTo(seen: AddressObservation): Came {
  if (!seen.ok) return seen.failure.reason;
  if (!seen.verdict.trusted) return seen.verdict.reason;
  return seen.nameMatches ? 'good' : 'other-name';
}
