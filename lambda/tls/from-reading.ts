import type { Certificate } from '../core/certificate';
import { isIssuedBy } from '../core/chain';
import type { KnownChain } from '../core/known-chain';
import type { Failure, Handshake } from '../core/observation';
import { answered } from './ca-answers';
import { namesOf, readCertificate } from './certificate';
import type { Endpoint } from './handshake';
import { namesMatch } from './names';
import type { Reading } from './reader/read';

/** What a reading adds to what a full check saw; nothing where its leaf cannot be read. */
export function sentBy(
  reading: Reading | undefined,
  { host }: Pick<Endpoint, 'host'>,
): Pick<Handshake, 'sent' | 'sentNameMatches' | 'clientCertificate'> {
  const [der] = reading?.ok ? reading.certificates : [];
  if (!reading?.ok || der === undefined || 'problem' in readCertificate(der)) return {};
  const sent = reading.certificates.map(readCertificate).flatMap((one) => ('problem' in one ? [] : [one]));
  const sentNameMatches = namesMatch(host, namesOf(der));
  return { sent, sentNameMatches, ...(reading.clientCertificate && { clientCertificate: 'requested' as const }) };
}

/** What a reading shows where it is what a full check has settled; undefined where the path is not in it. */
export function confirmed(
  reading: Reading & { ok: true },
  known: KnownChain,
  endpoint: Endpoint,
): Handshake | undefined {
  // A server that speaks TLS 1.3 and 1.0 shows the reader the old one, which says nothing of what a client is given.
  if (reading.protocol !== 'TLSv1.2' && reading.protocol !== 'TLSv1.3') return undefined;
  const { sent = [], sentNameMatches: nameMatches = false, ...others } = sentBy(reading, endpoint);
  const [leaf, ...rest] = known.path.flatMap((sha256) => sent.find((one) => one.sha256 === sha256) ?? []);
  if (leaf === undefined || leaf.sha256 !== known.path[0]) return undefined;
  const chain: [Certificate, ...Certificate[]] = [leaf, ...rest];
  const { protocol, cipher, staple } = reading;
  const verdict = { trusted: true } as const;
  const seen = { protocol, cipher, chain, verdict, nameMatches, stapled: staple !== undefined, sent, ...others };
  return { ...seen, ...answered(known) };
}

/** What a reading shows by itself: the certificates and their dates, and nothing of what a client would make of them. */
export function glimpsed(
  reading: Reading & { ok: true },
  incomplete: Failure,
  endpoint: Endpoint,
): Handshake | undefined {
  const { sent = [], sentNameMatches: nameMatches = false, clientCertificate } = sentBy(reading, endpoint);
  const [leaf] = sent;
  if (leaf === undefined) return undefined;
  const chain: [Certificate, ...Certificate[]] = [leaf];
  for (let at: Certificate | undefined = leaf; at !== undefined && chain.length <= sent.length; ) {
    const child: Certificate = at;
    at = sent.find((one) => !chain.includes(one) && isIssuedBy(child, one));
    if (at !== undefined) chain.push(at);
  }
  const { protocol, cipher, staple } = reading;
  const verdict = { trusted: false, reason: 'unjudged', sentence: incomplete.sentence } as const;
  const wants = clientCertificate && { clientCertificate: 'required' as const };
  return { protocol, cipher, chain, verdict, nameMatches, stapled: staple !== undefined, sent, incomplete, ...wants };
}
