import { type MonitorTarget, NO_CLIENT, type Target } from './target';

/** The name of the prober of a location, in rows and results. */
export function monitorId(location: string): string {
  return `monitor:${location}`;
}

/** The prober of a location as a target: as its row says, or without one. */
export function monitorOf(targets: readonly Target[], location: string): MonitorTarget {
  const isItself = (target: Target): target is MonitorTarget =>
    target.kind === 'monitor' && target.location === location;
  const itself = { kind: 'monitor', id: monitorId(location), client: NO_CLIENT, location } as const;
  return targets.find(isItself) ?? { ...itself, timezone: 'UTC', problems: [] };
}
