import { type CaaRecord, caaRefusal } from '../core/caa';
import type { Obstacle } from '../core/preflight';
import { oneLine } from '../core/safe-text';
import type { DnsRecords, Question } from './dns-records';

/** What a check comes to: an obstacle, none, or that it could not be found out. */
export type Outcome = Obstacle | 'fine' | 'unknown';

/** No honest name is an alias of an alias this often; resolvers give up at about as many. */
const MOST_ALIASES = 8;

/** Whether DNS knows a name. A wildcard needs no record of its own, but the zone that it would stand in. */
export async function existence(
  dns: DnsRecords,
  name: string,
  until: number,
): Promise<'there' | 'no-name' | 'unknown'> {
  // Some servers deny names that have nothing but other names below them (RFC 8020 §3.1): such is the parent of a lone wildcard.
  const owners = isWildcard(name) ? [zoneOf(name), name] : [name];
  const questions = owners.flatMap((owner) => [dns.a, dns.aaaa, dns.cname].map((ask) => ({ ask, owner })));
  // Everything has to be denied twice.
  for (const again of [false, true]) {
    for (const { ask, owner } of questions) {
      const answer = await ask(owner, until, again);
      if (answer !== 'no-name') return answer === 'unknown' ? 'unknown' : 'there';
    }
  }
  return 'no-name';
}

/** Whether an issuer that goes by these domain names may still issue for a name (RFC 8659). */
export async function caaOutcome(
  dns: DnsRecords,
  name: string,
  domains: readonly string[],
  until: number,
): Promise<Outcome> {
  const relevant = await relevantRecords(dns, zoneOf(name), until);
  if (relevant === 'unknown') return 'unknown';
  const refusal = caaRefusal(relevant.records, isWildcard(name), domains);
  if (refusal === undefined) return 'fine';
  const aliases = await aliasesOf(dns.cname, relevant.at, until);
  const at = aliases === 'unknown' ? relevant.at : (aliases.at(-1) ?? relevant.at);
  return { why: 'caa-forbids', name, at: oneLine(at, 253), ...refusal };
}

/**
 * The record set that counts: the name's own or that of its nearest ancestor, up to the top-level domain (RFC 8659 §3).
 * Where one of them is an alias, what it leads to is asked and its ancestors are not.
 */
async function relevantRecords(
  { caa }: DnsRecords,
  name: string,
  until: number,
): Promise<{ at: string; records: readonly CaaRecord[] } | 'unknown'> {
  const labels = name.split('.');
  for (let i = 0; i < labels.length; i++) {
    const at = labels.slice(i).join('.');
    const answer = await caa(at, until);
    if (answer === 'unknown') return 'unknown';
    if (answer !== 'no-name' && answer.records.length > 0) return { at, records: answer.records };
  }
  return { at: name, records: [] };
}

/** Whether a record by which ACM makes sure of a name, as `name CNAME value`, is there and says what it should. */
export async function recordOutcome({ cname }: DnsRecords, record: string, until: number): Promise<Outcome> {
  const [name = '', type = '', value = '', ...rest] = record.split(' ');
  if (type !== 'CNAME' || value === '' || rest.length > 0) return 'unknown';
  let aliases: readonly string[] | 'unknown' = [];
  for (const again of [false, true]) {
    aliases = await aliasesOf(cname, name, until, again);
    if (aliases === 'unknown') return 'unknown';
    if (aliases.includes(bare(value))) return 'fine';
  }
  const [found] = aliases;
  return { why: 'validation-record-missing', record, ...(found !== undefined && { found: oneLine(found, 253) }) };
}

/** What a name is an alias of, and what that is an alias of, and so on. */
async function aliasesOf(
  cname: Question<string>,
  name: string,
  until: number,
  again = false,
): Promise<readonly string[] | 'unknown'> {
  const aliases: string[] = [];
  for (let at: string | undefined = name; at !== undefined && aliases.length < MOST_ALIASES; ) {
    const answer = await cname(at, until, again);
    // That what it leads to cannot be asked says nothing against the alias.
    if (answer === 'unknown') return aliases.length === 0 ? 'unknown' : aliases;
    at = answer === 'no-name' ? undefined : answer.records[0];
    if (at !== undefined) aliases.push(bare(at));
  }
  return aliases;
}

function isWildcard(name: string): boolean {
  return name.startsWith('*.');
}

function zoneOf(name: string): string {
  return isWildcard(name) ? name.slice(2) : name;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
