import type { Batch } from '../core/batch';
import type { Edit } from '../core/edit';
import type { BlindTo } from '../core/families';
import type { Instant } from '../core/instant';
import { type Blindness, FAMILIES } from '../core/noticed';
import { oneLine } from '../core/safe-text';
import type { Course } from '../stages/distributed/finish';
import { ENDINGS, type GivenUp } from '../stages/distributed/give-up';
import { readEdits } from './edits';

/**
 * What the state machine asks for; lib/distributed-definition.ts says it. That it gave a sweep up is told by the rule of
 * lib/given-up.ts, edits come from the stream of Targets.
 */
export type PartTask =
  | { readonly name: 'gather'; readonly sweep: string }
  | { readonly name: 'weigh'; readonly sweep: string; readonly checked: string | undefined }
  | { readonly name: 'finish'; readonly course: Course }
  | { readonly name: 'tell'; readonly sweep: string }
  | ({ readonly name: 'gaveUp' } & GivenUp)
  | { readonly name: 'edits'; readonly edits: readonly Edit[] };

export type BatchTask =
  | { readonly name: 'check'; readonly sweep: string; readonly batch: Batch }
  | { readonly name: 'settle'; readonly sweep: string; readonly key: string; readonly blindTo: BlindTo };

type Fields = Readonly<Record<string, unknown>>;

/** Reads what is asked of the function that gathers. @throws where it is nothing that is known. */
export function readPartTask(event: unknown): PartTask {
  const fields = fieldsOf(event);
  if (fields.Records !== undefined) return { name: 'edits', edits: readEdits(fields.Records) };
  const sweep = text(fields, 'sweep');
  const state = fieldsOf(fields.state ?? {});
  switch (fields.task) {
    case 'gather':
      return { name: 'gather', sweep };
    case 'weigh':
      return { name: 'weigh', sweep, checked: manifestIn(state.checked) };
    case 'finish':
      return { name: 'finish', course: courseOf(sweep, state, startOf(fields)) };
    case 'tell':
      return { name: 'tell', sweep };
    case 'gaveUp':
      return { name: 'gaveUp', sweep, ending: endingIn(fields) };
    default:
      throw unknown(fields.task, 'gather, weigh, finish, tell and gaveUp');
  }
}

/** Reads what is asked of the function that checks. @throws where it is nothing that is known. */
export function readBatchTask(event: unknown): BatchTask {
  const fields = fieldsOf(event);
  const sweep = text(fields, 'sweep');
  switch (fields.task) {
    case 'check': {
      const { batch, rows } = fieldsOf(fields.item);
      if (typeof batch !== 'string' || !Array.isArray(rows)) throw new Error('The item is no batch of rows');
      return { name: 'check', sweep, batch: { batch, rows } };
    }
    case 'settle':
      return { name: 'settle', sweep, key: text(fields, 'key'), blindTo: blindnessIn(fields) };
    default:
      throw unknown(fields.task, 'check and settle');
  }
}

function endingIn({ status }: Fields): GivenUp['ending'] {
  const known = ENDINGS.find((one) => one === status);
  if (known === undefined) throw new Error('The event does not say how the sweep ended');
  return known;
}

function blindnessIn({ blindTo }: Fields): BlindTo {
  const known = ([...FAMILIES, 'all', 'nothing'] as const).find((one) => one === blindTo);
  if (known === undefined) throw new Error('The event does not say what the prober is blind to');
  return known;
}

/** What has come of the states before, each under its own name. */
function courseOf(sweep: string, state: Fields, startedAt: Instant): Course {
  const { gathered, checked, settled, weighed } = state;
  const { elsewhere, oldest } = fieldsOf(gathered);
  const blind = fieldsOf(weighed).blind as Blindness | undefined;
  return {
    sweep,
    startedAt,
    elsewhere: typeof elsewhere === 'number' ? elsewhere : 0,
    ...(typeof oldest === 'number' && { oldest }),
    manifests: [manifestIn(checked), manifestIn(settled)],
    ...(blind && { blind }),
  };
}

/** What a Distributed Map answers: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
function manifestIn(outcome: unknown): string | undefined {
  const { Key } = fieldsOf(fieldsOf(outcome ?? {}).ResultWriterDetails ?? {});
  return typeof Key === 'string' ? Key : undefined;
}

function startOf({ startedAt }: Fields): Instant {
  const at = typeof startedAt === 'string' ? Date.parse(startedAt) : Number.NaN;
  if (Number.isNaN(at)) throw new Error('The event has no time in startedAt');
  return at;
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`The event has no ${name}`);
}

function fieldsOf(value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error('The event is not as the state machine makes it');
}

function unknown(task: unknown, known: string): Error {
  return new Error(`The event asks for the task ${oneLine(String(JSON.stringify(task)), 100)}; the tasks are ${known}`);
}
