/** How bad it is, mildest first. `info` is worth reading but tells nobody; from `warning` on somebody is told. */
export const SEVERITIES = ['ok', 'info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export function atLeast(severity: Severity, floor: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(floor);
}

/** The worst of them; `ok` of none. */
export function worst(severities: Iterable<Severity>): Severity {
  let result: Severity = 'ok';
  for (const severity of severities) if (atLeast(severity, result)) result = severity;
  return result;
}
