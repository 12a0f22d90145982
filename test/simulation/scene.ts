import { DAY, type Instant } from '../../lambda/core/instant';
import { type Site, type Span, siteOf } from './site';
import type { Term } from './term';

export interface Size {
  /** The same one draws the same story. */
  readonly seed: string;
  readonly targets: number;
  readonly clients: number;
  readonly days: number;
  /** How often it is swept on most days, and on those where hours matter. */
  readonly sweepsADay: { readonly usually: number; readonly closely: number };
  /** Nothing but certificates that live for days, and are renewed in time. */
  readonly shortLived?: true;
}

/** The estate of a simulation, and the time that it lives through. */
export interface Scene extends Size {
  readonly sites: readonly Site[];
  readonly byId: ReadonlyMap<string, Site>;
  readonly span: Span;
  /** When the monitor's own network is down. */
  readonly outage: Span;
}

const BEGINS = Date.parse('2026-01-05T06:00:00Z');

export function sceneOf(size: Size): Scene {
  const { seed, targets, clients, days, shortLived } = size;
  const span = { from: BEGINS, until: BEGINS + days * DAY };
  const numbers = Array.from({ length: targets }, (_, i) => i);
  const sites = numbers.map((i) => siteOf(i, `client${i % clients}`, seed, span, shortLived));
  const begins = span.from + Math.floor(days * 0.4) * DAY;
  return {
    ...size,
    sites,
    byId: new Map(sites.map((site) => [site.id, site])),
    span,
    outage: { from: begins, until: begins + DAY },
  };
}

/** When it is swept. */
export function sweepsOf({ sites, span, outage, sweepsADay: { usually, closely } }: Scene): Instant[] {
  const close = [
    { from: outage.from - 2 * DAY, until: outage.until + 2 * DAY },
    ...sites.flatMap(({ terms, rollOut }) => terms.flatMap((term) => closeTo(term, rollOut))),
  ];
  const times: Instant[] = [];
  for (let day = span.from; day < span.until; day += DAY) {
    const often = close.some(({ from, until }) => from < day + DAY && until > day) ? closely : usually;
    for (let i = 0; i < often; i++) times.push(day + (i * DAY) / often);
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
