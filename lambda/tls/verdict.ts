import { type Certificate, certificateName } from '../core/certificate';
import type { Instant } from '../core/instant';
import type { DistrustReason, Verdict } from '../core/observation';
import type { Trust } from '../core/target';
import { certificatesIn, trustStoreFor } from './trust-store';

type Chain = readonly [Certificate, ...Certificate[]];

/** By whom and when a path is judged. */
export interface Judge {
  readonly trust: Trust;
  /** PEM certificates for `trust: private`. */
  readonly privateCa?: string;
  readonly now: Instant;
}

/** OpenSSL's words for a path that does not end at a trusted root (its manual, X509_STORE_CTX_get_error). */
const NO_TRUSTED_ROOT = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

const DATES = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

/** Other words of OpenSSL that people meet in practice. */
const EXPLAINED: Readonly<Record<string, string>> = {
  INVALID_PURPOSE: 'a certificate on its path is not meant for this purpose',
  INVALID_CA: 'a certificate on its path was issued by one that may not issue any',
  PATH_LENGTH_EXCEEDED: 'its path is longer than one of its issuers allows',
  CERT_SIGNATURE_FAILURE: 'a signature on its path is wrong',
  CERT_UNTRUSTED: 'its root is not trusted for this purpose',
  CERT_REJECTED: 'its root is rejected for this purpose',
};

/**
 * What a client that trusts what the target says makes of the path.
 *
 * @param code OpenSSL's word for why it does not trust it, judged by this trust's own roots; undefined where it does.
 */
export function verdictOf(code: string | undefined, chain: Chain, judge: Judge): Verdict {
  const { trust, privateCa = '' } = judge;
  switch (trust.by) {
    case 'any':
      return { trusted: true };
    case 'pin':
      return pinVerdict(chain[0], trust.sha256);
    case 'private':
      return certificatesIn(privateCa).length === 0
        ? distrusted('untrusted', NO_BUNDLE)
        : pathVerdict(code, chain, judge);
    case 'public':
      return pathVerdict(code, chain, judge);
    default:
      return trust satisfies never;
  }
}

const NO_BUNDLE =
  'The row trusts a private CA, but no CA bundle with a certificate in it was given, at deploy time or with --ca on a desk.';

function pinVerdict({ sha256, keySha256 }: Certificate, pin: string): Verdict {
  if (pin === sha256 || pin === keySha256) return { trusted: true };
  const sentence = `The certificate is not the expected one: the row expects the SHA-256 ${pin}, but the certificate has ${sha256} and its key has ${keySha256}.`;
  return distrusted('unexpected-certificate', sentence);
}

function pathVerdict(code: string | undefined, chain: Chain, { trust, privateCa, now }: Judge): Verdict {
  if (code === undefined) return { trusted: true };
  if (NO_TRUSTED_ROOT.includes(code)) return endOfPath(chain, trust);
  if (!DATES.includes(code)) {
    const why = EXPLAINED[code] ?? 'OpenSSL refuses its path';
    return distrusted('untrusted', `The certificate ${named(chain[0])} is not trusted: ${why} (${code}).`);
  }
  // OpenSSL tells of a date last, and so hides that the path ends nowhere.
  const anchors = trustStoreFor(trust, privateCa).anchors();
  const anchored = chain.some(({ keySha256 }) => anchors.has(keySha256));
  return anchored ? dateVerdict(code, chain, now) : endOfPath(chain, trust);
}

/** Counts only where no date in sight explains it, as that of a root, which by itself does not count. */
function dateVerdict(code: string, chain: Chain, now: Instant): Verdict {
  const expired = code === 'CERT_HAS_EXPIRED';
  const culprit = chain.find(({ notBefore, notAfter }) => (expired ? notAfter <= now : notBefore > now));
  const does = expired ? 'has expired' : 'is not valid yet';
  if (culprit !== undefined) return distrusted('date', `The certificate ${named(culprit)} ${does}.`);
  return distrusted('date', `A certificate on the path ${does}, or the clock of this prober is wrong.`);
}

/** Why a path that reaches no trusted root does not, from where it ends. */
function endOfPath(chain: Chain, trust: Trust): Verdict {
  const [leaf] = chain;
  const top = chain.at(-1) ?? leaf;
  const roots = trust.by === 'private' ? 'in the private CA bundle' : 'among the public roots';
  if (chain.length === 1 && leaf.selfIssued) {
    const sentence = `The certificate ${named(leaf)} is signed by itself and by no CA, and it is not ${roots}.`;
    return distrusted('self-signed', sentence);
  }
  if (chain.length === 1) {
    // An intermediate that is not sent and a root of somebody's own look the same from here.
    const sentence = `The server does not send the certificate of “${leaf.issuer}”, which issued ${named(leaf)}, and it is not ${roots}: if it is an intermediate, it has to be installed on the server together with the certificate; if it is a root, it is not trusted.`;
    return distrusted('chain-incomplete', sentence);
  }
  if (top.selfIssued)
    return distrusted('untrusted', `The path ends at the root “${top.subject}”, which is not ${roots}.`);
  const sentence = `The path ends at “${top.subject}”; its issuer “${top.issuer}” is neither sent by the server nor ${roots}.`;
  return distrusted('untrusted', sentence);
}

function distrusted(reason: DistrustReason, sentence: string): Verdict {
  return { trusted: false, reason, sentence };
}

function named(certificate: Certificate): string {
  return `“${certificateName(certificate)}”`;
}
