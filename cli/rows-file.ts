import { readFileSync } from 'node:fs';
import { type CsvError, parse } from 'csv-parse/sync';
import type { Row } from '../lambda/core/row';
import { oneLine } from '../lambda/core/safe-text';
import { messageOf, UsageError } from './errors';

/** A row of a file, and the line it ends on. */
export interface FileRow {
  readonly line: number;
  readonly row: Row;
  /** What was odd about the line itself. */
  readonly remark?: string;
}

/**
 * Reads rows from a spreadsheet's CSV (header with a column `target`; comma, semicolon or tab; quoted line breaks; with or
 * without a byte order mark; UTF-8 or UTF-16 as Excel's "Unicode text"), or from plain lines of one target each, where
 * empty lines and lines that begin with `#` are passed over.
 *
 * @throws UsageError that names the file, and the line where there is one.
 */
export function readRowsFile(file: string): FileRow[] {
  const text = decode(read(file));
  const delimiter = delimiterOf(text);
  return delimiter === undefined ? readLines(text) : readCsv(file, text, delimiter);
}

/** The same, for a file that has to be CSV. */
export function readCsvFile(file: string): FileRow[] {
  const text = decode(read(file));
  const delimiter = delimiterOf(text);
  if (delimiter !== undefined) return readCsv(file, text, delimiter);
  throw new UsageError(
    `${file}, line 1: no column is called “target”. The first line names the columns, as in: target,client,owner,expires`,
  );
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${messageOf(error)}`);
  }
}

/** Excel writes UTF-8 with a mark, UTF-16 ("Unicode text"), or the Windows code page ("CSV"). */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The mark that separates the columns, told by the header's `target`; undefined where there is no such header. */
function delimiterOf(text: string): string | undefined {
  const [header = ''] = text.split(/\r?\n|\r/, 1);
  return [';', '\t', ','].find((mark) => header.split(mark).some((name) => bare(name) === 'target'));
}

function bare(name: string): string {
  return name
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()
    .toLowerCase();
}

function readCsv(file: string, text: string, delimiter: string): FileRow[] {
  const [header, ...records] = parseCsv(file, text, delimiter);
  const names = (header?.record ?? []).map((name) => name.toLowerCase());
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new UsageError(`${file}, line 1: two columns are called “${twice}”; give each a name of its own`);
  return records
    .filter(({ record }) => record.some((value) => value !== ''))
    .map(({ info, record }) => ({ line: info.lines, row: rowOf(names, record), ...overhang(names, record) }));
}

interface CsvRecord {
  readonly info: { readonly lines: number };
  readonly record: readonly string[];
}

function parseCsv(file: string, text: string, delimiter: string): CsvRecord[] {
  try {
    return parse(text, {
      delimiter,
      info: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: 64 * 1024,
    }) as unknown as CsvRecord[];
  } catch (error) {
    const line = (error as CsvError).lines;
    throw new UsageError(`${file}${line === undefined ? '' : `, line ${line}`}: ${messageOf(error)}`);
  }
}

/** Empty cells and columns without a name say nothing. */
function rowOf(names: readonly string[], record: readonly string[]): Row {
  return Object.fromEntries(names.flatMap((name, i) => (name !== '' && record[i] ? [[name, record[i]]] : [])));
}

function overhang(names: readonly string[], record: readonly string[]): { remark?: string } {
  const beyond = record.slice(names.length).filter((value) => value !== '');
  if (beyond.length === 0) return {};
  const values = oneLine(beyond.join(', '), 60);
  return {
    remark: `the row has more values than there are columns, and “${values}” was left out; is a value with the separator in it not quoted?`,
  };
}

function readLines(text: string): FileRow[] {
  return text
    .split(/\r?\n|\r/)
    .map((content, i) => ({ line: i + 1, row: { target: content.trim() } }))
    .filter(({ row }) => row.target !== '' && !row.target.startsWith('#'));
}
