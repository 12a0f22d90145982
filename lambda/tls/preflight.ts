import { isIP } from 'node:net';
import { caaDomainsOf } from '../core/caa-issuers';
import { DAILY, type Instant } from '../core/instant';
import { isNearRenewal, type Obstacle, type Preflight } from '../core/preflight';
import type { DnsRecords } from './dns-records';
import { caaOutcome, existence, type Outcome, recordOutcome } from './name-checks';

export interface PreflightQuestion {
  /** All that the certificate is for; IP addresses are left out. */
  readonly names: readonly string[];
  /** A distinguished name; an issuer that is not known is not held against CAA records. */
  readonly issuer: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** Where ACM makes sure of the names by these records alone, as `name CNAME value`; then the names need not exist. */
  readonly validation?: readonly string[];
  readonly now: Instant;
  /** When to give up, in milliseconds of `performance.now()`; what is not known by then is no obstacle. */
  readonly until: number;
  /** What was found of this same certificate before, as it was remembered by whoever asks. */
  readonly known?: Preflight;
}

/**
 * What DNS says will make a renewal fail. Never throws. Undefined of a certificate that has expired. Long before the renewal only
 * the names are asked for, once, so that one that is missing later is known to have been there.
 */
export type PreflightOf = (question: PreflightQuestion) => Promise<Preflight | undefined>;

const MOST_NAMES = 100;

/** They are kept with the result; whoever clears away so many sees the others on the next day. */
const MOST_OBSTACLES = 20;

export function createPreflight(dns: DnsRecords): PreflightOf {
  return async (question) => {
    const { notAfter, now, known } = question;
    if (notAfter <= now) return undefined;
    const near = isNearRenewal(question, now);
    if (known !== undefined && !isDue(known, near, now)) return known;
    const [names, others] = await Promise.all([
      question.validation === undefined ? checkNames(dns, question) : { obstacles: [], unseen: [] },
      near ? Promise.all(otherChecks(dns, question)) : [],
    ]);
    const obstacles = distinct([...(near ? names.obstacles : []), ...others.flat()]).slice(0, MOST_OBSTACLES);
    return { at: now, obstacles, ...(names.unseen.length > 0 && { unseen: names.unseen }) };
  };
}

/** Once a day; at each full check while something is in the way, so that it is seen when it has been cleared away. */
function isDue({ at, obstacles }: Preflight, near: boolean, now: Instant): boolean {
  const blocked = obstacles.some((one) => one.why !== 'name-gone' || !one.unseen);
  return near && (blocked || now < at || now - at >= DAILY);
}

interface CheckedNames {
  readonly obstacles: readonly Obstacle[];
  readonly unseen: readonly number[];
}

async function checkNames(dns: DnsRecords, { names, until, known }: PreflightQuestion): Promise<CheckedNames> {
  const checked = dnsNames(names).map(async ({ name, place }) => {
    const found = await existence(dns, name, until);
    const unseen = found !== 'there' && (known === undefined || (known.unseen ?? []).includes(place));
    const gone: Obstacle = { why: 'name-gone', name, ...(unseen && { unseen }) };
    const outcome = found === 'there' ? 'fine' : found === 'unknown' ? found : gone;
    return { obstacles: settled(outcome, gone, known), unseen: unseen ? [place] : [] };
  });
  const all = await Promise.all(checked);
  return { obstacles: all.flatMap(({ obstacles }) => obstacles), unseen: all.flatMap(({ unseen }) => unseen) };
}

function otherChecks(dns: DnsRecords, question: PreflightQuestion): Promise<Obstacle[]>[] {
  const { names, issuer, validation = [], until, known } = question;
  const domains = caaDomainsOf(issuer);
  const caa = dnsNames(domains === undefined ? [] : names).map(async ({ name }) => {
    const outcome = await caaOutcome(dns, name, domains ?? [], until);
    return settled(outcome, { why: 'caa-forbids', name }, known);
  });
  const records = validation.slice(0, MOST_NAMES).map(async (record) => {
    const outcome = await recordOutcome(dns, record, until);
    return settled(outcome, { why: 'validation-record-missing', record }, known);
  });
  return [...caa, ...records];
}

/** What could not be found out now is as it was found before: an obstacle is not gone because DNS is slow. */
function settled(outcome: Outcome, about: Subject, known: Preflight | undefined): Obstacle[] {
  if (outcome === 'fine') return [];
  if (outcome !== 'unknown') return [outcome];
  return (known?.obstacles ?? []).filter((one) => subjectOf(one) === subjectOf(about));
}

type Subject =
  | { readonly why: Exclude<Obstacle['why'], 'validation-record-missing'>; readonly name: string }
  | { readonly why: 'validation-record-missing'; readonly record: string };

function subjectOf(about: Subject): string {
  return `${about.why} ${about.why === 'validation-record-missing' ? about.record : about.name}`;
}

/** Many names share one CAA record set, and one remedy. */
function distinct(obstacles: readonly Obstacle[]): Obstacle[] {
  const remedies = obstacles.map((one) =>
    one.why === 'caa-forbids' ? `${one.why} ${one.at} ${one.property}` : subjectOf(one),
  );
  return obstacles.filter((_, i) => remedies.indexOf(remedies[i] ?? '') === i);
}

/** Names without a dot are in no public DNS. */
function dnsNames(names: readonly string[]): { name: string; place: number }[] {
  return names
    .slice(0, MOST_NAMES)
    .map((name, place) => ({ name: name.toLowerCase(), place }))
    .filter(({ name }) => name.includes('.') && isIP(name) === 0);
}
