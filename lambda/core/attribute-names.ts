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
  return ATTRIBUTES.find((known) => distance(lower, known) <= (known.length > 6 ? 2 : 1));
}

/** Letters to insert, delete, replace or swap with their neighbour (Damerau–Levenshtein, restricted). */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + same,
        swapped ? at(i - 2, j - 2) + 1 : 9,
      );
    }
  }
  return at(a.length, b.length);
}
