import { Resolver } from 'node:dns/promises';
import type { Lookup } from './addresses';
import { codeOf, requireDescriptors } from './exhaustion';

export interface DnsOptions {
  /** As `192.0.2.53` or `127.0.0.1:5353`; default those of the machine. */
  readonly servers?: readonly string[];
  /** Milliseconds for one name, all tries together. */
  readonly timeout: number;
  /** How often each question is sent at most; it is sent again after about a second. */
  readonly tries: number;
}

/**
 * Milliseconds before a question is sent again. More would let one lost packet take the whole time; with less, c-ares, which
 * hears no answer to the question before, would be deaf to slow servers.
 */
const TRY_AGAIN_AFTER = 1_000;

/** Milliseconds that the second family may take longer than the first: enough for one packet to be lost. */
const PATIENCE = 1_500;

/**
 * Asks DNS alone, for A and AAAA at the same time, without a thread of its own for each name as `dns.lookup` needs. What one
 * family answers counts whatever becomes of the other. Rejects with ENOTFOUND when both say that there is none, else with
 * what went wrong: ETIMEOUT, ESERVFAIL …; EMFILE where the process is out of descriptors, which c-ares calls ECONNREFUSED.
 */
export function dnsLookup({ servers, timeout, tries }: DnsOptions): Lookup {
  const resolver = new Resolver({ timeout: Math.min(timeout, TRY_AGAIN_AFTER), tries });
  if (servers !== undefined) resolver.setServers(servers);
  let asking = 0;
  return async (name) => {
    asking++;
    try {
      return addressesIn(
        await bothFamilies(familyOf(resolver.resolve4(name)), familyOf(resolver.resolve6(name)), timeout),
      );
    } catch (error) {
      if (codeOf(error) === 'ECONNREFUSED') await requireDescriptors();
      throw error;
    } finally {
      // What is still asked for has no reader any more, and would only keep the process from its end.
      if (--asking === 0) resolver.cancel();
    }
  };
}

type Family = { readonly found: readonly string[] } | { readonly error: unknown };

async function familyOf(asked: Promise<string[]>): Promise<Family> {
  try {
    return { found: await asked };
  } catch (error) {
    return { error };
  }
}

/** What both families have come to within the time; the one that is late is left out. Never rejects. */
function bothFamilies(a: Promise<Family>, aaaa: Promise<Family>, timeout: number): Promise<readonly Family[]> {
  return new Promise((resolve) => {
    const come: Family[] = [];
    const end = performance.now() + timeout;
    const finish = () => {
      clearTimeout(timer);
      resolve(come);
    };
    let timer = setTimeout(finish, timeout);
    const take = (family: Family) => {
      come.push(family);
      if (come.length === 2) return finish();
      if ('error' in family) return;
      clearTimeout(timer);
      timer = setTimeout(finish, Math.max(0, Math.min(PATIENCE, end - performance.now())));
    };
    void a.then(take);
    void aaaa.then(take);
  });
}

/** ENODATA: the name exists, but not in this family. */
const ABSENT = ['ENOTFOUND', 'ENODATA'];

export function isAbsent(error: unknown): boolean {
  return ABSENT.includes(codeOf(error));
}

function addressesIn(families: readonly Family[]): readonly string[] {
  const found = families.flatMap((family) => ('found' in family ? family.found : []));
  if (found.length > 0) return found;
  const errors = families.flatMap((family) => ('error' in family ? [family.error] : []));
  const trouble = errors.find((error) => !isAbsent(error));
  if (trouble !== undefined) throw trouble;
  const code = families.length === 2 ? 'ENOTFOUND' : 'ETIMEOUT';
  throw Object.assign(new Error(code), { code });
}
