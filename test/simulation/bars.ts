import { standing } from '../../lambda/core/expiry';
import { DAY, type Instant } from '../../lambda/core/instant';
import type { Audience, Event, Notice } from '../../lambda/core/notice';
import type { Scene } from './scene';
import { isWithin } from './seen';
import type { Chronicle } from './simulate';
import type { Site, Span } from './site';
import { ladderOf, type Term } from './term';

/** One promise of the monitor, and how the chronicle breaks it: a sentence each. */
type Bar = (scene: Scene, chronicle: Chronicle) => string[];

/** What the issue asks of messages. */
export const BARS = {
  'nothing of the monitor itself fails': (_, { failures }) => [...failures],
  'nothing expires without three notices on two rungs before': warned,
  'no client gets more than one message for an audience and a severity in a sweep': grouped,
  'an outage of the monitor is one notice and its end, and nothing is called unreachable by it': blind,
  'what is well is not told of': silent,
  'a roll-out has at most one beginning and one end': rolledOut,
  'whatever was told has its end told to the same people, and nothing is left to tell': ended,
} satisfies Record<string, Bar>;

function warned({ sites, span }: Scene, { notices }: Chronicle): string[] {
  const byTarget = groupedBy(notices, ({ target }) => target);
  return sites.flatMap(({ id, terms }) =>
    expiredIn(terms, span).flatMap((term) => {
      const { notAfter, serial } = term.certificate;
      const before = (byTarget.get(id) ?? []).filter(
        ({ at, audience, expiry }) => expiry?.serial === serial && at < notAfter && audience.includes('owner'),
      );
      const rungs = new Set(before.map(({ expiry, at }) => expiry && standing(expiry, undefined, at).rung));
      if (before.length >= 3 && rungs.size >= 2) return [];
      return [`${id} (${term.neglect}) expired ${day(notAfter)} after ${listed(before)} on ${rungs.size} rungs`];
    }),
  );
}

/** Those that were still in use when they expired. */
export function expiredIn(terms: readonly Term[], { from, until }: Span): Term[] {
  return terms.filter(
    ({ certificate: { notAfter }, ...term }) => notAfter < term.until && notAfter > from && notAfter < until,
  );
}

function grouped(_: Scene, { messages }: Chronicle): string[] {
  const same = groupedBy(messages, ({ at, message: { attributes } }) =>
    [day(at), attributes.client, attributes.audience, attributes.severity].join(' '),
  );
  return [...same].filter(([, many]) => many.length > 1).map(([key, many]) => `${key}: ${many.length} messages`);
}

function blind({ sites, outage }: Scene, { notices }: Chronicle): string[] {
  const own = notices.filter(({ kind }) => kind === 'monitor');
  const isOne = own.map(({ event }) => event).join() === 'monitor-blind,recovered';
  const told = own.every(({ audience }) => audience.join() === 'operations');
  const flapping = new Set(sites.filter(({ flaps }) => flaps.length > 0).map(({ id }) => id));
  const wrong = notices.filter(
    ({ event, target, at }) => event === 'unreachable' && (!flapping.has(target) || isWithin(outage, at)),
  );
  return [...(isOne && told ? [] : [`the monitor told ${listed(own)}`]), ...wrong.map(sentence)];
}

/** Notices about targets that nothing was the matter with. */
function silent({ sites }: Scene, { notices }: Chronicle): string[] {
  const byId = new Map(sites.map((site) => [site.id, site]));
  return notices
    .filter(({ kind, target, at }) => {
      const site = byId.get(target);
      return kind !== 'monitor' && !(site && troubles(site).some((trouble) => isWithin(trouble, at)));
    })
    .map(sentence);
}

/** When there is something to tell, its end included. */
function troubles(site: Site): Span[] {
  const dates = site.terms
    .map(({ certificate, missed, until }) => {
      const ladder = certificate.notAfter - ladderOf(certificate);
      return { from: Math.min(ladder, missed ?? ladder), until: until + countsAfter(site) };
    })
    .filter(({ from, until }) => until > from && !site.managed);
  return [...dates, ...site.flaps].map(({ from, until }) => ({ from, until: until + END_TOLD_AFTER }));
}

/** What is rolled out counts while it is still in use here and there and, where it comes back, for three days after that. */
function countsAfter({ rollOut }: Site): number {
  return rollOut > 0 ? rollOut + 3 * DAY : 0;
}

/** An end is told once it has lasted a day, at the next sweep. */
const END_TOLD_AFTER = 3 * DAY;

function rolledOut({ sites }: Scene, { notices }: Chronicle): string[] {
  return sites
    .filter(({ rollOut }) => rollOut > 0)
    .flatMap((site) =>
      site.terms.flatMap((term) => {
        const during = { from: term.until, until: term.until + countsAfter(site) + END_TOLD_AFTER };
        const told = notices.filter(({ target, at }) => target === site.id && isWithin(during, at));
        const ends = told.filter(({ event }) => ENDS.includes(event)).length;
        return ends <= 1 && told.length - ends <= 1 ? [] : [`${site.id}, renewed ${day(term.until)}: ${listed(told)}`];
      }),
    );
}

const OF_DATES: readonly Event[] = ['expired', 'overdue', 'not-applied', 'due'];
const RENEWED: readonly Event[] = ['applied', 'replaced'];
const ENDS: readonly Event[] = [...RENEWED, 'recovered'];

function ended(_: Scene, { notices, results }: Chronicle): string[] {
  const open = new Map<string, Notice>();
  for (const notice of notices) {
    for (const audience of notice.audience) {
      const of = (what: 'date' | 'other') => `${notice.target} ${audience satisfies Audience} ${what}`;
      if (!ENDS.includes(notice.event)) open.set(of(OF_DATES.includes(notice.event) ? 'date' : 'other'), notice);
      else
        for (const what of RENEWED.includes(notice.event) ? (['date', 'other'] as const) : (['other'] as const))
          open.delete(of(what));
    }
  }
  const left = results.filter(
    ({ pending, memory: { told } }) =>
      pending.length > 0 || told.expiry || told.faults || told.unreachable || told.blind,
  );
  return [
    ...[...open].map(([whom, notice]) => `${whom}: no end of ${sentence(notice)}`),
    ...left.map(
      ({ target, pending, memory }) =>
        `${target} is left with ${JSON.stringify({ pending: pending.length, told: memory.told })}`,
    ),
  ];
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function sentence({ target, event, severity, at, findings }: Notice): string {
  return `${day(at)} ${target}: ${event} ${severity} (${findings.map((finding) => finding.reason).join(', ')})`;
}

function listed(notices: readonly Notice[]): string {
  return notices.length === 0 ? 'nothing' : notices.map(({ at, event }) => `${event} ${day(at)}`).join(', ');
}

function day(at: Instant): string {
  return new Date(at).toISOString().slice(0, 16);
}
