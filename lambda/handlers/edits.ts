import type { Edit } from '../core/edit';
import type { Row } from '../core/row';
import { oneLine } from '../core/safe-text';
import { TARGETS_KEYS } from '../environment';

/**
 * Reads a batch of the stream of Targets. That rows were removed is left out.
 *
 * @throws when one record cannot be understood: Lambda then halves the batch until that one is alone, and gives it up.
 */
export function readEdits(records: unknown): Edit[] {
  if (!Array.isArray(records)) throw new Error('The event’s Records are no list');
  return records.flatMap((record) => readEdit(fieldsOf(record)));
}

function readEdit({ eventSource, eventName, eventID, dynamodb }: Fields): Edit[] {
  const wrong = (why: string) => new Error(oneLine(`The record ${String(eventID)} ${why}`, 200));
  if (eventSource !== 'aws:dynamodb') throw wrong(`comes from ${String(eventSource)}, and not from a table`);
  if (eventName === 'REMOVE') return [];
  const { Keys, OldImage, NewImage, ApproximateCreationDateTime: seconds } = fieldsOf(dynamodb);
  const { [TARGETS_KEYS.partition]: target } = rowOf(Keys);
  if (typeof target !== 'string') throw wrong('is of no row of Targets');
  if (typeof seconds !== 'number') throw wrong('does not say when the row was edited');
  if (!isFields(NewImage)) throw wrong('does not say how the row was written');
  const before = isFields(OldImage) ? { before: rowOf(OldImage) } : {};
  return [{ target, at: seconds * 1000, ...before, after: rowOf(NewImage) }];
}

/** The values of an image; what is no plain one stays as the stream has it: it is not understood in a row either. */
function rowOf(image: unknown): Row {
  return Object.fromEntries(Object.entries(fieldsOf(image)).map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): unknown {
  const { S, N, BOOL, NULL } = fieldsOf(value);
  return NULL === true ? null : (S ?? N ?? BOOL ?? value);
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}
