import { DAY, HOUR, type Instant } from '../../lambda/core/instant';
import type { Row } from '../../lambda/core/row';
import { between } from './drawn';
import { type Automation, type Term, termsOf } from './term';

export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** One target and all that will ever happen to it. */
export interface Site {
  readonly id: string;
  /** Found by the inventory, and renewed by ACM; all others are rows. */
  readonly managed?: true;
  readonly client: string;
  readonly owner: string;
  readonly addresses: readonly string[];
  readonly terms: readonly Term[];
  /** For so many milliseconds after a renewal some answers come with the old certificate and some with the new. */
  readonly rollOut: number;
  /** While it is there and gone and there again. */
  readonly flaps: readonly Span[];
}

/** The estate of a simulation, and the time that it lives through. */
export interface Scene {
  readonly seed: string;
  readonly sites: readonly Site[];
  readonly span: Span;
  /** When the monitor's own network is down. */
  readonly outage: Span;
}

export interface Size {
  readonly seed: string;
  readonly targets: number;
  readonly clients: number;
  readonly days: number;
}

const BEGINS = Date.parse('2026-01-05T06:00:00Z');

/** The last weeks, in which nothing new goes wrong, so that everything can come to its end. */
const QUIET_END = 40 * DAY;

const ROLL_OUT = 2 * DAY;
const NEGLECTED = 0.03;

/** Of what kinds the names are: every so many. */
const EVERY = { shared: 10, managed: 8, shortLived: 12, flapping: 25, content: 40, lateContent: 41 } as const;

export const INVENTORY: Row = { target: 'acm:eu-west-1', client: 'Operations', owner: 'operations' };

export function sceneOf({ seed, targets, clients, days }: Size): Scene {
  const span = { from: BEGINS, until: BEGINS + days * DAY };
  // A mass renewal: one certificate of each client is on many of its names.
  const shared = new Map<string, Term[]>();
  const sites = Array.from({ length: targets }, (_, i): Site => {
    const client = `client${i % clients}`;
    const name = `www${i}.${client}.example`;
    const flapping = isA('flapping', i) ? [flap(seed, name, span)] : [];
    const site = { client, owner: `owner of ${client}`, addresses: ['192.0.2.1'], rollOut: 0, flaps: flapping };
    const terms = (changes: Partial<Automation> = {}) =>
      termsOf({ ...NINETY_DAYS, name, ...changes }, seed, span.from, span.until);
    if (isA('managed', i)) {
      const id = `arn:aws:acm:eu-west-1:123456789012:certificate/${i}`;
      return { ...site, id, managed: true, addresses: [], flaps: [], terms: terms(MANAGED) };
    }
    const id = `https://${name}`;
    if (isA('shortLived', i)) return { ...site, id, terms: terms(SIX_DAYS) };
    if (isA('content', i)) return { ...site, ...CONTENT, id, terms: terms({ neglected: 0 }) };
    if (isA('lateContent', i)) return { ...site, ...CONTENT, id, terms: terms(WITHIN_THE_LADDER) };
    if (isA('shared', i)) {
      const common = shared.get(client) ?? terms({ ...BY_HAND, name: `*.${client}.example` });
      shared.set(client, common);
      return { ...site, id, terms: common };
    }
    return { ...site, id, addresses: i % 3 === 0 ? TWO : site.addresses, terms: terms() };
  });
  const outage = span.from + Math.floor(days * 0.4) * DAY;
  return { seed, sites, span, outage: { from: outage, until: outage + DAY } };
}

const NINETY_DAYS = { lifetime: 90, renewsAt: 30, jitter: 2, neglected: NEGLECTED };
/** Twice a day somebody asks whether it is time. */
const SIX_DAYS = { lifetime: 6.67, renewsAt: 3.2, jitter: 0.25, neglected: NEGLECTED / 20 };
const MANAGED = { lifetime: 198, renewsAt: 45, jitter: 1, neglected: 0 };
/** Once or twice a year, when the first message has come. */
const BY_HAND = { lifetime: 198, renewsAt: 20, jitter: 8, neglected: 0 };
const WITHIN_THE_LADDER = { renewsAt: 15, jitter: 0.5, neglected: 0 };

const TWO = ['192.0.2.1', '192.0.2.2'];
const CONTENT = { addresses: [...TWO, '192.0.2.3'], rollOut: ROLL_OUT };

function isA(kind: keyof typeof EVERY, i: number): boolean {
  return i % EVERY[kind] === EVERY[kind] - 1;
}

function flap(seed: string, name: string, { from, until }: Span): Span {
  const begins = between(from + 10 * DAY, until - QUIET_END - 12 * DAY, seed, name, 'flap');
  return { from: begins, until: begins + 12 * DAY };
}

/** When it is swept: daily, and hourly where hours matter. */
export function sweepsOf({ sites, span, outage }: Scene): Instant[] {
  const closely = [
    { from: outage.from - 2 * DAY, until: outage.until + 2 * DAY },
    ...sites.flatMap(({ terms, rollOut }) => terms.flatMap((term) => closeTo(term, rollOut))),
  ];
  const times: Instant[] = [];
  for (let day = span.from; day < span.until; day += DAY) {
    const hours = closely.some(({ from, until }) => from < day + DAY && until > day) ? 24 : 1;
    for (let hour = 0; hour < 24; hour += 24 / hours) times.push(day + hour * HOUR);
  }
  return times;
}

function closeTo({ certificate: { notBefore, notAfter }, until, neglect }: Term, rollOut: number): Span[] {
  const isShort = notAfter - notBefore < 10 * DAY;
  return [
    ...(rollOut > 0 ? [{ from: until, until: until + rollOut }] : []),
    ...(isShort && neglect ? [{ from: notAfter - 2 * DAY, until: until + DAY }] : []),
  ];
}
