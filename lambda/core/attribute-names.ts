import { editDistance } from './edit-distance';

/** The attributes a Targets row may have; anything else is left alone. */
export const ATTRIBUTES = [
  'target',
  'client',
  'service',
  'impact',
  'owner',
  'escalate',
  'runbook',
  'notes',
  'timezone',
  'expires',
  'ladder',
  'trust',
  'address',
  'servername',
  'successor',
  'account',
  'promised',
  'muted',
  'location',
  'enabled',
] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

export function isAttribute(name: string): name is Attribute {
  return (ATTRIBUTES as readonly string[]).includes(name);
}

/** The attribute that was probably meant: one slip of the fingers away (two in a long word); undefined if none is near. */
export function nearMiss(name: string): Attribute | undefined {
  const lower = name.toLowerCase();
  return ATTRIBUTES.find((known) => {
    const slips = known.length > 6 ? 2 : 1;
    return Math.abs(known.length - lower.length) <= slips && editDistance(lower, known) <= slips;
  });
}
