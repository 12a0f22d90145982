import type { CaaRecord as NodeCaaRecord } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import type { CaaRecord } from '../core/caa';
import { codeOf } from './exhaustion';
import { remembering } from './name-cache';
import { before, turns } from './turns';

/**
 * What DNS says of the records of one type that a name has; aliases are followed. `no-name`: the name itself does not exist
 * (NXDOMAIN). `unknown`: nothing that can be relied on, such as SERVFAIL, or no answer.
 */
export type DnsAnswer<T> = { readonly records: readonly T[] } | 'no-name' | 'unknown';

/**
 * One question. Never throws.
 *
 * @param until when to give up, in milliseconds of `performance.now()`.
 * @param again to be asked anew, whatever is remembered. Default `false`.
 */
export type Question<T> = (name: string, until: number, again?: boolean) => Promise<DnsAnswer<T>>;

export interface DnsRecords {
  readonly a: Question<string>;
  readonly aaaa: Question<string>;
  readonly cname: Question<string>;
  readonly caa: Question<CaaRecord>;
}

export interface DnsRecordsOptions {
  /** As `192.0.2.53` or `127.0.0.1:5353`; default those of the machine. */
  readonly servers?: readonly string[];
  /** Milliseconds before a question is sent again. Default 1,000. */
  readonly timeout?: number;
  /** How often each question is sent at most. Default 3. */
  readonly tries?: number;
  /** Milliseconds that answers are kept, failures too. Default 300,000. */
  readonly keepFor?: number;
  /** Milliseconds of a clock that only goes forward. Default `performance.now`. */
  readonly now?: () => number;
}

/** Answers of each type. */
const MOST_KEPT = 20_000;
const MOST_AT_ONCE = 64;

/** Asks DNS alone. Make one for a process: many certificates share their parents, and those share their answers. */
export function createDnsRecords(options: DnsRecordsOptions = {}): DnsRecords {
  const { servers, timeout = 1_000, tries = 3, keepFor = 300_000, now = () => performance.now() } = options;
  const resolver = new Resolver({ timeout, tries });
  if (servers !== undefined) resolver.setServers(servers);
  const inTurn = turns(MOST_AT_ONCE);
  let asking = 0;

  function question<T>(resolve: (name: string) => Promise<readonly T[]>): Question<T> {
    const kept = remembering(resolve, { keep: keepFor, keepFailure: keepFor, most: MOST_KEPT, now });
    return async (written, until, again = false) => {
      const name = written.toLowerCase().replace(/\.$/, '');
      if (!isAskable(name) || performance.now() >= until) return 'unknown';
      asking++;
      try {
        const answer = answerOf(inTurn(() => (again ? resolve : kept)(name), until));
        return (await before(until, answer)) ?? 'unknown';
      } finally {
        // What is still asked for has no reader any more, and would only keep the process from its end.
        if (--asking === 0) resolver.cancel();
      }
    };
  }

  return {
    a: question((name) => resolver.resolve4(name)),
    aaaa: question((name) => resolver.resolve6(name)),
    cname: question((name) => resolver.resolveCname(name)),
    caa: question(async (name) => (await resolver.resolveCaa(name)).map(caaRecord)),
  };
}

/** Underscores are in the names of records, and `*` is a label like any other where it is asked for; a backslash would escape. */
function isAskable(name: string): boolean {
  return name.length <= 253 && name.split('.').every((label) => /^([a-z0-9_-]{1,63}|\*)$/.test(label));
}

async function answerOf<T>(asked: Promise<readonly T[] | undefined>): Promise<DnsAnswer<T>> {
  try {
    const records = await asked;
    return records === undefined ? 'unknown' : { records };
  } catch (error) {
    switch (codeOf(error)) {
      case 'ENOTFOUND':
        return 'no-name';
      case 'ENODATA':
        return { records: [] };
      default:
        return 'unknown';
    }
  }
}

const PROPERTIES = ['issue', 'issuewild', 'iodef'];

/** Node has the property for the name of a member, beside `critical` (the flags) and, in some versions, `type`. */
function caaRecord(record: NodeCaaRecord): CaaRecord {
  const members = Object.entries(record).filter(([key]) => key !== 'critical' && key !== 'type');
  const known = members.find(([key]) => PROPERTIES.includes(key.toLowerCase()));
  const [property, value] = known ?? members[0] ?? ['', ''];
  return { critical: Number(record.critical) >= ISSUER_CRITICAL, property, value: String(value) };
}

/** The first bit of the flags (RFC 8659 §4.1). */
const ISSUER_CRITICAL = 128;
