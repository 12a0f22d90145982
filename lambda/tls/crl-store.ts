import { hash } from 'node:crypto';
import { DAILY, type Instant } from '../core/instant';
import { type Crl, LONGEST_CRL, readCrl } from './crl';
import type { Get } from './http-get';
import { isSignedBy } from './signed';
import { before, turns } from './turns';

/** A CRL as it was fetched. */
export interface KeptCrl {
  readonly crl: Crl;
  readonly fetched: Instant;
  /** Whether the key of this subjectPublicKeyInfo signed it; found out once for each key. */
  readonly isSignedBy: (key: Uint8Array) => Promise<boolean>;
}

export interface CrlStore {
  /**
   * The CRL at a URL. Twice at the same time is one fetch. Never throws; the problem goes on with a sentence that begins
   * with the URL.
   *
   * @param until when to give up, in milliseconds of `performance.now()`.
   */
  readonly crlAt: (url: string, now: Instant, until: number) => Promise<KeptCrl | { readonly problem: string }>;
}

/**
 * CAs issue a new CRL within a day of a revocation (Baseline Requirements §4.9.7), long before nextUpdate of the old one,
 * so that one is asked for anew every day.
 */
export const FRESH_FOR = DAILY;
const FAILED_FOR = 10 * 60_000;
const MOST_BYTES = 128 * 1024 * 1024;
/** Of long CRLs as many are held in memory as are being fetched, on top of those that are kept. */
const MOST_FETCHES = 4;

/** @param most how many CRLs, and how many failures, are kept; those asked for longest ago go first. */
export function createCrlStore(get: Get, most = 1_000, mostBytes = MOST_BYTES): CrlStore {
  const kept = new Map<string, KeptCrl>();
  const failed = new Map<string, { readonly problem: string; readonly until: Instant }>();
  const underWay = new Map<string, Promise<KeptCrl | { problem: string }>>();
  const inTurn = turns(MOST_FETCHES);

  async function fetched(url: string, now: Instant, until: number): Promise<KeptCrl | { problem: string }> {
    const answer = await inTurn(() => get(url, { maxBytes: LONGEST_CRL, until }), until);
    if (answer === undefined) return { problem: 'was not fetched in time, since others were' };
    const crl = crlIn(answer);
    if ('problem' in crl) {
      put(failed, url, { ...crl, until: now + FAILED_FOR });
      for (const oldest of firstKeys(failed, failed.size - most)) failed.delete(oldest);
      // What is known goes on being so until its own nextUpdate, which is looked at by whoever asks.
      return kept.get(url) ?? crl;
    }
    return keep(url, { crl, fetched: now, isSignedBy: rememberingKeys(crl) });
  }

  function keep(url: string, entry: KeptCrl): KeptCrl {
    put(kept, url, entry);
    let bytes = [...kept.values()].reduce((sum, { crl }) => sum + crl.size, 0);
    for (const [oldest, { crl }] of kept) {
      if (kept.size <= most && bytes <= mostBytes) break;
      kept.delete(oldest);
      bytes -= crl.size;
    }
    return entry;
  }

  return {
    async crlAt(url, now, until) {
      const known = kept.get(url);
      if (known !== undefined && isFresh(known, now)) return put(kept, url, known);
      const failure = failed.get(url);
      if (failure !== undefined && failure.until > now) return known ?? failure;
      const joined = underWay.get(url) ?? fetched(url, now, until).finally(() => underWay.delete(url));
      underWay.set(url, joined);
      return (await before(until, joined)) ?? { problem: 'does not answer in time' };
    },
  };
}

function isFresh({ crl, fetched }: KeptCrl, now: Instant): boolean {
  return now < fetched + FRESH_FOR && now < (crl.nextUpdate ?? 0);
}

function crlIn(answer: Awaited<ReturnType<Get>>): Crl | { readonly problem: string } {
  if ('problem' in answer) return answer;
  if (answer.status !== 200) return { problem: `answers with the HTTP status ${answer.status}` };
  const crl = readCrl(answer.body);
  return 'problem' in crl ? { problem: `holds no CRL: it ${crl.problem}` } : crl;
}

/** A CRL is signed by one key, and asked about thousands of times. Another issuer of the same name may have another key. */
function rememberingKeys(crl: Crl): KeptCrl['isSignedBy'] {
  let last: { readonly key: string; readonly answer: Promise<boolean> } | undefined;
  return (key) => {
    const sha256 = hash('sha256', key, 'hex');
    if (last?.key !== sha256) last = { key: sha256, answer: isSignedBy(crl, key) };
    return last.answer;
  };
}

/** Puts it last, where what was asked for most recently stands. */
function put<T>(map: Map<string, T>, url: string, value: T): T {
  map.delete(url);
  map.set(url, value);
  return value;
}

function firstKeys(map: ReadonlyMap<string, unknown>, count: number): string[] {
  return count > 0 ? [...map.keys()].slice(0, count) : [];
}
