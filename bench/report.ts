/** What a bench found: rows of text under their headings, and what a reader has to know to read them. */
export interface Report {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
  /** What must not be; with any, the bench has failed. Default none. */
  readonly faults?: readonly string[];
}

/** As Markdown that is also readable as it stands; the first column is text, the others are numbers. */
export function textOf({ title, headings, rows, notes, faults = [] }: Report): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => padded(cell, column)).join(' | ')} |`;
  const padded = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const lines = [`## ${title}`, '', line(headings), line(rule), ...rows.map(line)];
  const words = [...notes, ...faults.map((fault) => `WRONG: ${fault}`)];
  return `${[...lines, ...(words.length > 0 ? [''] : []), ...words].join('\n')}\n`;
}

/** A fault of all that went wrong, with the first of it. */
export function faultsIn(wrong: readonly string[]): string[] {
  return wrong.length === 0 ? [] : [`${wrong.length} looks; the first: ${wrong[0]}`];
}

/** `1.94 ×`; `–` where there was no reference. */
export function ratio(value: number | undefined): string {
  return value === undefined ? '–' : `${value.toFixed(2)} ×`;
}

/** Bytes as KiB, MiB. */
export function kib(bytes: number): string {
  return (bytes / 1024).toFixed(0);
}

export function mib(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(0);
}
