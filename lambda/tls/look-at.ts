import { hash } from 'node:crypto';
import type { Certificate } from '../core/certificate';
import { goesByPath, isRoot } from '../core/chain';
import type { KnownChain, Remembered } from '../core/known-chain';
import type { AddressObservation, Handshake } from '../core/observation';
import { isOnRequest } from '../core/protocol';
import { keyOfChain } from '../core/worth-writing';
import { twice } from './attempts';
import type { Budget } from './budget';
import { answered, type CaAnswers, saidBefore } from './ca-answers';
import { chainHash } from './chain-hash';
import { depthFor, firstDayOf } from './depth';
import { confirmed, glimpsed, sentBy } from './from-reading';
import { type Endpoint, type Evidence, handshake, type Outcome } from './handshake';
import type { Reading } from './reader/read';
import { hasRefused, read, readBeside, readOnce, refusesReader } from './readings';

/** What a look at an address goes by besides the endpoint itself. */
export interface Going {
  readonly remembered: Remembered;
  /** Asked about what a full check finds trusted; undefined where CAs are not to be asked. */
  readonly ca?: CaAnswers;
  readonly fullChecks?: Budget['fullChecks'];
}

/**
 * Looks at one address: by the reader alone where a full check has settled what it sends, else by both, so that what the
 * server sends and what a client makes of it are both seen.
 *
 * @param until when to give up, in milliseconds of `performance.now()`.
 */
export async function lookAt(endpoint: Endpoint, going: Going, until: number): Promise<AddressObservation> {
  const { address, now } = endpoint;
  const { near, wrong, chains } = going.remembered;
  const trustKey = trustKeyOf(endpoint);
  const confirmable = chains.filter((known) => depthFor({ known, trustKey, near, wrong, now }) === 'reader');
  const reading = confirmable.length > 0 ? await read(endpoint, confirmable, until) : undefined;
  if (reading?.ok) {
    const sent = chainHash(reading.certificates);
    const known = confirmable.find((chain) => chain.chainHash === sent);
    const seen = known && confirmed(reading, known, endpoint);
    if (known && seen) return { ok: true, address, ...seen, settled: known };
  }
  const settled = (end: number) => settle(endpoint, going, reading, end);
  // Where nothing is most likely to answer, others must not wait for it to do so.
  if (going.fullChecks === undefined || isUnreached(endpoint, going)) return settled(until);
  return going.fullChecks.run((waited) => settled(until + waited));
}

/** Mail servers let strangers wait for their greeting, by default six seconds (Postfix) or five (sendmail), to be rid of bots. */
const SHARE_OF_DIALOGUES = 0.8;

/** The full check, and beside it what the server sends, byte for byte. */
async function settle(
  endpoint: Endpoint,
  going: Going,
  earlier: Reading | undefined,
  until: number,
): Promise<AddressObservation> {
  const { address, protocol } = endpoint;
  const share = isOnRequest(protocol) ? SHARE_OF_DIALOGUES : undefined;
  const attempt = (end: number) => handshake(endpoint, end);
  const outcome = isUnreached(endpoint, going) ? await attempt(until) : await twice(attempt, failureIn, until, share);
  if (!outcome.ok) return withoutHandshake(outcome, endpoint, going, earlier, until);
  const reading = earlier ?? (await readBeside(endpoint, going.remembered, until));
  const { evidence } = outcome;
  const seen = { ...outcome.seen, ...sentBy(reading, endpoint) };
  const answer = await caAnswer(seen, evidence, endpoint, going, until);
  return {
    ok: true,
    address,
    ...seen,
    ...answered(answer),
    settled: settledBy(seen, reading, answer, endpoint, going),
  };
}

/** Nobody is told that it cannot be reached before two looks; that the second failed as the first did needs no second try. */
function isUnreached({ address }: Endpoint, { remembered }: Going): boolean {
  return remembered.unreached?.includes(address) ?? false;
}

/** The reader sees certificates also where no hand-shake is to be had, as of servers that turn strangers away. */
async function withoutHandshake(
  outcome: Extract<Outcome, { ok: false }>,
  endpoint: Endpoint,
  going: Going,
  earlier: Reading | undefined,
  until: number,
): Promise<AddressObservation> {
  const { address } = endpoint;
  const refused = outcome.failure.reason === 'handshake-refused';
  const reading = refused ? (earlier ?? (await readBeside(endpoint, going.remembered, until))) : undefined;
  const glimpse = reading?.ok && glimpsed(reading, outcome.failure, endpoint);
  if (glimpse) {
    const known = saidBefore(glimpse.chain[0], endpoint.trust, going.remembered.chains);
    return { ok: true, address, ...glimpse, ...answered(known) };
  }
  return { ok: false, address, failure: await inWords(outcome, endpoint, until) };
}

async function caAnswer(
  { verdict, chain: [leaf] }: Handshake,
  evidence: Evidence,
  { trust, now }: Endpoint,
  { ca, remembered }: Going,
  until: number,
) {
  if (ca === undefined) return {};
  const known = saidBefore(leaf, trust, remembered.chains);
  // Whoever trusts anything is shown URLs by anybody; what has been revoked stays so, trusted or not.
  return verdict.trusted && goesByPath(trust) ? ca({ evidence, trust, now, until, known }) : known;
}

function settledBy(
  { verdict, chain, pathLength, sent }: Handshake,
  reading: Reading | undefined,
  answer: Awaited<ReturnType<CaAnswers>>,
  endpoint: Endpoint,
  { remembered }: Going,
): KnownChain {
  const path = chain.slice(0, pathLength ?? chain.length);
  const wasSent = ({ sha256 }: Certificate) => sent?.some((one) => one.sha256 === sha256);
  const refused = reading === undefined ? refusesReader(remembered, endpoint.now) : hasRefused(reading);
  // What a store filled in would be missing from the path that the reader confirms.
  const whole = sent?.[0]?.sha256 === path[0]?.sha256 && path.every((element) => isRoot(element) || wasSent(element));
  const settled: KnownChain = {
    // A chain that the reader did not see cannot be confirmed by it: no server sends what hashes to nothing.
    chainHash: reading?.ok && whole ? chainHash(reading.certificates) : '',
    trustKey: trustKeyOf(endpoint),
    verifiedAt: endpoint.now,
    trusted: verdict.trusted,
    tls13Only: reading?.ok === true && reading.protocol === 'TLSv1.3',
    ...(refused && { refusesReader: true }),
    path: path.map(({ sha256 }) => sha256),
    ...answer,
  };
  const isKnown = remembered.chains.some((known) => keyOfChain(known) === keyOfChain(settled));
  return isKnown ? settled : inItsFirstDay(settled, endpoint);
}

function inItsFirstDay(settled: KnownChain, { host, now }: Endpoint): KnownChain {
  const { revocation } = settled;
  const checkAgainAt = now + firstDayOf(host);
  if (revocation === undefined || revocation.status === 'unknown') return { ...settled, checkAgainAt };
  // Not due at the second check, it would have to wait for the third.
  const askAgainAt = Math.min(revocation.askAgainAt ?? checkAgainAt, checkAgainAt);
  return { ...settled, checkAgainAt, revocation: { ...revocation, askAgainAt } };
}

function trustKeyOf({ trust, privateCa }: Endpoint): string {
  if (trust.by === 'pin') return `pin ${trust.sha256}`;
  return trust.by === 'private' ? `private ${hash('sha256', privateCa ?? '', 'hex').slice(0, 16)}` : trust.by;
}

/** Milliseconds; whoever speaks first, or answers with an error, does so at once. */
const LONGEST_WORDS = 1_000;

/** What answered instead tells at once who typed the wrong port; a dialogue has heard it already. */
async function inWords({ failure }: Extract<Outcome, { ok: false }>, endpoint: Endpoint, until: number) {
  if (failure.reason !== 'not-tls' || isOnRequest(endpoint.protocol)) return failure;
  const heard = await readOnce(endpoint, { plain: true }, Math.min(until, performance.now() + LONGEST_WORDS));
  if (heard === undefined || heard.ok || heard.why !== 'not-tls' || heard.words === undefined) return failure;
  return { ...failure, sentence: `${failure.sentence.replace(/\.$/, '')}; it says “${heard.words}”.` };
}

function failureIn(outcome: Outcome) {
  return outcome.ok ? undefined : outcome.failure;
}
