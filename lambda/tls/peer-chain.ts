import type { Certificate } from '../core/certificate';
import { readCertificate } from './certificate';

/** A certificate of Node's `getPeerCertificate(true)` and, in a root without end, the one that issued it. */
export interface PeerCertificate {
  readonly raw?: Uint8Array;
  readonly issuerCertificate?: PeerCertificate;
}

/** More than this no honest path has; what comes after is not looked at. */
const LONGEST_PATH = 16;

/** The leaf's own bytes, and the path from it towards the root, read. */
export interface PeerChain {
  readonly leaf: Uint8Array;
  /** Those of the leaf's issuer, where the path goes on. */
  readonly issuer?: Uint8Array;
  readonly chain: readonly [Certificate, ...Certificate[]];
}

/**
 * The path as Node put it together: from what the server sent, in any order, and at its end from the trust store.
 * An issuer that cannot be read ends it; OpenSSL's verdict covers that one all the same.
 */
export function peerChain(peer: PeerCertificate): PeerChain | { readonly problem: string } {
  if (peer.raw === undefined) return { problem: 'shows no certificate in its TLS hand-shake' };
  const leaf = readCertificate(peer.raw);
  if ('problem' in leaf) return { problem: `shows a certificate that ${leaf.problem}` };
  const issuers = new Map<string, Certificate>();
  for (let at = peer.issuerCertificate; at?.raw !== undefined; at = at.issuerCertificate) {
    const issuer = readCertificate(at.raw);
    const ends = 'problem' in issuer || issuer.sha256 === leaf.sha256 || issuers.has(issuer.sha256);
    if (ends || issuers.size + 1 >= LONGEST_PATH) break;
    issuers.set(issuer.sha256, issuer);
  }
  const issuer = issuers.size > 0 ? peer.issuerCertificate?.raw : undefined;
  return { leaf: peer.raw, ...(issuer !== undefined && { issuer }), chain: [leaf, ...issuers.values()] };
}
