import { DAY } from '../lambda/core/instant';
import { EVENTS } from '../lambda/core/notice';
import { BARS, expiredIn } from '../test/simulation/bars';
import { type Scene, sceneOf } from '../test/simulation/scene';
import { type Chronicle, simulate } from '../test/simulation/simulate';
import type { Report } from './report';
import type { Workspace } from './workspace';

/** What years of sweeps tell the clients of a large estate, and whether the promises about messages hold. */
export async function simulation({ quick }: Workspace): Promise<Report> {
  const size = quick ? { targets: 200, clients: 8, days: 120 } : { targets: 1_000, clients: 20, days: 730 };
  const scene = sceneOf({ seed: 'a long time', ...size, sweepsADay: { usually: 1, closely: 3 } });
  const chronicle = await simulate(scene);
  return {
    title: `The simulation: ${size.targets} targets of ${size.clients} clients over ${size.days} days`,
    headings: ['audience', 'messages', 'a client and week', 'most in a week', 'weeks without any'],
    rows: ['owner', 'escalation'].map((audience) => [audience, ...byWeek(scene, chronicle, audience)]),
    notes: notesOn(scene, chronicle),
    faults: Object.entries(BARS).flatMap(([promise, bar]) =>
      bar(scene, chronicle).map((broken) => `${promise}: ${broken}`),
    ),
  };
}

function byWeek({ clients, days, span }: Scene, { messages }: Chronicle, audience: string): string[] {
  const weeks = new Map<string, number>();
  const own = messages.filter(({ message: { attributes } }) => attributes.audience === audience);
  for (const { at, message } of own) {
    const week = `${message.attributes.client} ${Math.floor((at - span.from) / (7 * DAY))}`;
    weeks.set(week, (weeks.get(week) ?? 0) + 1);
  }
  const all = (clients * days) / 7;
  return [
    `${own.length}`,
    (own.length / all).toFixed(2),
    `${Math.max(0, ...weeks.values())}`,
    `${((1 - weeks.size / all) * 100).toFixed(0)} %`,
  ];
}

function notesOn({ sites, span, targets, days }: Scene, { sweeps, writes, notices }: Chronicle): string[] {
  const expired = sites.flatMap((site) => expiredIn(site.terms, span)).length;
  const neglected = sites.flatMap(({ terms }) => terms.filter(({ neglect }) => neglect !== undefined)).length;
  const counts = EVENTS.map((event) => `${notices.filter((notice) => notice.event === event).length} ${event}`);
  return [
    `${sweeps} sweeps, ${(writes / targets / days).toFixed(2)} writes a target and day.`,
    `${neglected} renewals were neglected, and ${expired} certificates expired in use.`,
    `Notices: ${counts.join(', ')}.`,
  ];
}
