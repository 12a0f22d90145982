import { NotAllowed } from './not-allowed';
import { type Reader, text } from './readers';

/** The names of the tables, where they are not left to CloudFormation. */
export interface TableSettings {
  /** Default one that begins with the stack's name. To change it makes a new, empty table. */
  readonly targetsTable?: string;
  /** Default one that begins with the stack's name. To change it makes a new, empty table. */
  readonly resultsTable?: string;
}

/** What each may be, in the words of its error. */
export const TABLES_ALLOWED = {
  targetsTable: 'the name of a table of DynamoDB, 3 to 255 letters, digits and any of _.-',
  resultsTable: 'the name of a table of DynamoDB, 3 to 255 letters, digits and any of _.-',
} as const;

type Given = <T>(key: keyof TableSettings, read: Reader<T>, fallback: T) => T;

/** @param given reads a setting, or answers with the fallback where it is not given. */
export function tableSettings(given: Given): TableSettings {
  const targetsTable = given<string | undefined>('targetsTable', tableName, undefined);
  const other = (value: unknown) => {
    const name = tableName(value);
    if (name === targetsTable) throw new NotAllowed('is the targetsTable too; they are two tables');
    return name;
  };
  const resultsTable = given<string | undefined>('resultsTable', other, undefined);
  return { ...(targetsTable !== undefined && { targetsTable }), ...(resultsTable !== undefined && { resultsTable }) };
}

/** Throws NotAllowed. */
function tableName(value: unknown): string {
  const written = text(value);
  if (!/^[\w.-]{3,255}$/.test(written)) throw new NotAllowed('is not the name of a table');
  return written;
}
