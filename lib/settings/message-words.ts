// What messages say in the attributes that subscriptions filter by. A test compares them with what is sent.

export const SEVERITIES = ['ok', 'info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const EVENTS = [
  'expired',
  'overdue',
  'not-applied',
  'due',
  'monitor-blind',
  'broken',
  'unreachable',
  'applied',
  'replaced',
  'recovered',
  'digest',
] as const;

export const AUDIENCES = ['owner', 'escalation', 'operations'] as const;
export type Audience = (typeof AUDIENCES)[number];
