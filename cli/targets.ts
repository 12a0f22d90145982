import colours from 'picocolors';
import type { Finding } from '../lambda/core/finding';
import { readTargets } from '../lambda/core/read-targets';
import type { Row } from '../lambda/core/row';
import { oneLine } from '../lambda/core/safe-text';
import { type FileRow, readCsvFile } from './rows-file';
import { openTables } from './tables';

interface TableOptions {
  readonly stack?: string;
  readonly json?: boolean;
}

/** `notafter targets import`: every row that has a key goes into the table; what is wrong with rows is said line by line. */
export async function importTargets(file: string, { stack }: TableOptions): Promise<void> {
  const rows = readCsvFile(file);
  const keyed = rows.filter(hasKey);
  const said = [
    ...rows.flatMap(({ line, remark }) => (remark === undefined ? [] : [`line ${line}: ${remark}`])),
    ...rows.filter((row) => !hasKey(row)).map(withoutKey),
    ...doubles(keyed),
    ...rowProblems(keyed),
  ];
  const tables = await openTables(stack);
  try {
    await tables.targets.put(keyed.map(({ row }) => row));
  } finally {
    await tables.close();
  }
  for (const sentence of said) process.stderr.write(`${file}, ${sentence}\n`);
  process.stdout.write(
    `${keyed.length} of ${rows.length} rows imported${said.length > 0 ? `; ${said.length} remarks above` : ''}.\n`,
  );
  if (said.length > 0) process.exitCode = 1;
}

/** `notafter targets list`: the rows as they stand, and what is wrong with them. */
export async function listTargets({ stack, json }: TableOptions): Promise<void> {
  const tables = await openTables(stack);
  const rows = await tables.targets.rows().finally(tables.close);
  const sorted = rows.sort((a, b) => (String(a.target) < String(b.target) ? -1 : 1));
  if (json) {
    for (const row of sorted) process.stdout.write(`${JSON.stringify(row)}\n`);
    return;
  }
  const problems = new Map(readTargets(sorted).map((target) => [target.id, target.problems]));
  for (const row of sorted) process.stdout.write(shown(row, problems.get(String(row.target)) ?? []));
  process.stdout.write(`${sorted.length} row${sorted.length === 1 ? '' : 's'} in the table.\n`);
}

function hasKey({ row }: FileRow): boolean {
  return typeof row.target === 'string' && row.target.trim() !== '';
}

function withoutKey({ line }: FileRow): string {
  return `line ${line}: the column “target” is empty, so the row was left out`;
}

function doubles(rows: readonly FileRow[]): string[] {
  const last = new Map(rows.map(({ line, row }) => [row.target, line]));
  return rows
    .filter(({ line, row }) => last.get(row.target) !== line)
    .map(({ line, row }) => {
      return `line ${line}: “${oneLine(String(row.target))}” stands again in line ${last.get(row.target)}, which replaces this one`;
    });
}

function rowProblems(rows: readonly FileRow[]): string[] {
  const lines = new Map(rows.map(({ line, row }) => [String(row.target), line]));
  return readTargets(rows.map(({ row }) => row)).flatMap(({ id, problems }) =>
    problems.map(({ sentence }) => `line ${lines.get(id)}: ${sentence}`),
  );
}

function shown(row: Row, problems: readonly Finding[]): string {
  const { target, ...others } = row;
  const attributes = Object.entries(others).map(
    ([name, value]) => `${oneLine(name, 40)}=${oneLine(String(value), 60)}`,
  );
  const lines = [
    `${colours.bold(oneLine(String(target), 200))}  ${colours.dim(attributes.join('  '))}`,
    ...problems.map(({ sentence }) => `  ${colours.yellow('└')} ${sentence}`),
  ];
  return `${lines.join('\n')}\n`;
}
