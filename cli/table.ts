import colours from 'picocolors';
import type { Finding } from '../lambda/core/finding';
import { DAY, type Instant, iso } from '../lambda/core/instant';
import { oneLine } from '../lambda/core/safe-text';

export type Status = 'ok' | 'warning' | 'critical' | 'unknown';

/** One target in a table for people. */
export interface TableRow {
  readonly id: string;
  readonly status: Status;
  readonly expires: Instant | undefined;
  readonly checkedAt: Instant;
  /** What was looked at, in few words. */
  readonly what: string;
  readonly findings: readonly Finding[];
}

const PAINT = { ok: colours.green, warning: colours.yellow, critical: colours.red, unknown: colours.magenta } as const;
const ORDER: readonly Status[] = ['critical', 'warning', 'unknown', 'ok'];

/** Worst and soonest first, with each target's findings below it; no line wider than `width` but for long names. */
export function table(rows: readonly TableRow[], width: number): string {
  const sorted = [...rows].sort(
    (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || soonness(a) - soonness(b),
  );
  const nameWidth = Math.min(48, Math.max(6, ...sorted.map(({ id }) => nameOf(id).length)));
  const head = `${'STATUS'.padEnd(9)} ${'TARGET'.padEnd(nameWidth)} ${'DAYS'.padStart(5)}  ${'EXPIRES'.padEnd(10)}  WHAT`;
  const lines = sorted.flatMap((row) => [firstLine(row, nameWidth, width), ...findingLines(row, width)]);
  return [colours.bold(head.slice(0, width)), ...lines, '', tally(rows)].join('\n');
}

function soonness({ expires }: TableRow): number {
  return expires ?? Number.MAX_SAFE_INTEGER;
}

function nameOf(id: string): string {
  return oneLine(id, 300) || '(empty)';
}

function firstLine({ id, status, expires, checkedAt, what }: TableRow, nameWidth: number, width: number): string {
  // As the sentences count: three days and some hours ago are three days.
  const days = expires === undefined ? '-' : String(Math.trunc((expires - checkedAt) / DAY));
  const date = expires === undefined ? '-' : iso(expires).slice(0, 10);
  const plain = `${nameOf(id).padEnd(nameWidth)} ${days.padStart(5)}  ${date.padEnd(10)}  `;
  const room = Math.max(20, width - 10 - plain.length);
  return `${PAINT[status](status.padEnd(9))} ${plain}${shorten(what, room)}`;
}

function findingLines({ findings }: TableRow, width: number): string[] {
  return findings.flatMap(({ reason, severity, sentence, address }) => {
    const text = `${reason}: ${sentence}${address === undefined ? '' : ` (at ${address})`}`;
    const paint = severity === 'critical' ? colours.red : severity === 'warning' ? colours.yellow : colours.dim;
    const lines = wrap(text, Math.max(40, width - 12));
    return lines.map((line, i) => `${' '.repeat(10)}${i === 0 ? paint('└ ') : '  '}${line}`);
  });
}

function tally(rows: readonly TableRow[]): string {
  const counts = ORDER.map((status) => [rows.filter((row) => row.status === status).length, status] as const);
  const said = counts.filter(([count]) => count > 0).map(([count, status]) => `${count} ${status}`);
  return `${rows.length} target${rows.length === 1 ? '' : 's'}: ${said.join(', ') || 'none'}`;
}

function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1] ?? '';
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
