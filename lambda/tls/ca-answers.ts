import type { Revocation } from '../core/ca-answer';
import type { Certificate } from '../core/certificate';
import { goesByPath } from '../core/chain';
import type { Instant } from '../core/instant';
import type { KnownChain } from '../core/known-chain';
import type { Handshake } from '../core/observation';
import type { Trust } from '../core/target';
import type { Lookup } from './addresses';
import { directoryOf } from './ari-directories';
import { readCertificate } from './certificate';
import { createCrlStore } from './crl-store';
import type { Guard } from './guard';
import type { Evidence } from './handshake';
import { type Get, httpGet } from './http-get';
import { createRenewalInfo, type RenewalAnswer } from './renewal-info';
import { revocationOf } from './revocation';

/** What is known of one leaf from its CA; kept with the result, so that a CA is not asked at every sweep. */
export interface CaAnswer {
  readonly revocation?: Revocation;
  readonly renewal?: RenewalAnswer;
}

export interface CaQuestion {
  readonly evidence: Evidence;
  readonly trust: Trust;
  readonly now: Instant;
  /** When to give up, in milliseconds of `performance.now()`. */
  readonly until: number;
  readonly known?: CaAnswer;
}

/** Asks the CA of a leaf whether it has been revoked and when it should be renewed. Never throws. */
export type CaAnswers = (question: CaQuestion) => Promise<CaAnswer>;

/** Milliseconds at most; what a CA does not say in this time is not known until the next look. */
const LONGEST_WAIT = 5_000;

/** @param guard what holds for targets holds for the addresses that their certificates name. */
export function createCaAnswers(lookup: Lookup, guard: Guard | undefined): CaAnswers {
  const get: Get = (url, rules) => httpGet(url, { ...rules, lookup, ...(guard && { guard }) });
  return caAnswersBy(get, directoryOf);
}

/** @param directoryFor the ACME directory of an issuer, by its distinguished name. */
export function caAnswersBy(get: Get, directoryFor: typeof directoryOf): CaAnswers {
  const crls = createCrlStore(get);
  const renewalInfoOf = createRenewalInfo(get, directoryFor);
  return async ({ evidence, trust, now, until, known }) => {
    const question = { ...evidence, now, until: Math.min(until, performance.now() + LONGEST_WAIT) };
    const [revocation, renewal] = await Promise.all([
      revocationOf({ ...question, ...(known?.revocation && { known: known.revocation }) }, crls),
      renewalInfoOf({ ...question, ...(known?.renewal && { known: known.renewal }) }),
    ]);
    const said = revocation !== undefined && !isSilence(revocation, evidence, trust) ? { revocation } : {};
    return { ...said, ...(renewal && { renewal }) };
  };
}

/** A private CA that publishes no CRL does so on purpose. */
function isSilence({ status }: Revocation, { leaf }: Evidence, trust: Trust): boolean {
  if (status !== 'unknown' || trust.by === 'public') return false;
  const certificate = readCertificate(leaf);
  return 'problem' in certificate || certificate.crlUrls.length === 0;
}

/** What its CA has said of a leaf before; nothing where it has not been met, or where nobody goes by what a CA says. */
export function saidBefore(leaf: Certificate, trust: Trust, chains: readonly KnownChain[]): CaAnswer {
  const known = goesByPath(trust) ? chains.find(({ path }) => path[0] === leaf.sha256) : undefined;
  const { revocation, renewal } = known ?? {};
  return { ...(revocation && { revocation }), ...(renewal && { renewal }) };
}

/** As a hand-shake shows it. */
export function answered({ revocation, renewal }: CaAnswer): Pick<Handshake, 'revocation' | 'renewalInfo'> {
  return { ...(revocation && { revocation }), ...(renewal?.info && { renewalInfo: renewal.info }) };
}
