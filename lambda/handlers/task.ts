import type { Edit } from '../core/edit';
import type { Instant } from '../core/instant';
import { oneLine } from '../core/safe-text';
import type { Occasion } from '../stages/digest';
import { readEdits } from './edits';

/** What the function is started for. */
export type Task =
  | { readonly name: 'sweep' }
  | ({ readonly name: 'digest' } & Occasion)
  | { readonly name: 'edits'; readonly edits: readonly Edit[] };

/**
 * Reads the event of a schedule or of a person: `{}` sweeps, `{ "task": "digest" }` sends the digests. `Records` are edits, which
 * the stream of Targets brings.
 *
 * @param request names what was asked for, the same in every attempt; the turn of a digest that no schedule asks for.
 * @throws when the event asks for what is not known, its time is none, or one of its records cannot be understood.
 */
export function readTask(event: unknown, request: string): Task {
  const { task = 'sweep', scheduledTime, withinMinutes, Records: records } = fieldsOf(event);
  if (records !== undefined) return { name: 'edits', edits: readEdits(records) };
  if (task === 'sweep') return { name: task };
  if (task !== 'digest')
    throw new Error(`The event asks for the task ${shown(task)}; the tasks are "sweep" and "digest"`);
  if (scheduledTime === undefined) return { name: task, turn: request };
  const began = typeof scheduledTime === 'string' ? Date.parse(scheduledTime) : Number.NaN;
  if (Number.isNaN(began)) throw new Error(`The event's scheduledTime ${shown(scheduledTime)} is no time`);
  const next = nextAfter(began, withinMinutes);
  return { name: task, turn: new Date(began).toISOString(), ...(next !== undefined && { next }) };
}

function nextAfter(began: Instant, withinMinutes: unknown): Instant | undefined {
  return typeof withinMinutes === 'number' && withinMinutes > 0 ? began + withinMinutes * 60_000 : undefined;
}

/** Lambda gives whatever JSON it was invoked with; nothing at all is taken for an empty event. */
function fieldsOf(event: unknown): Readonly<Record<string, unknown>> {
  if (event === null || event === undefined) return {};
  if (typeof event !== 'object' || Array.isArray(event)) throw new Error(`The event ${shown(event)} is no JSON object`);
  return { ...event };
}

function shown(value: unknown): string {
  return oneLine(JSON.stringify(value) ?? String(value), 100);
}
