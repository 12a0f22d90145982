import type { Instant } from '../core/instant';
import { oneLine } from '../core/safe-text';
import type { Occasion } from '../stages/digest';

/** What the function is started for. */
export type Task = { readonly name: 'sweep' } | ({ readonly name: 'digest' } & Occasion);

/**
 * Reads the event of a schedule or of a person: `{}` sweeps, `{ "task": "digest" }` sends the digests.
 *
 * @param request names what was asked for, the same in every attempt; the turn of a digest that no schedule asks for.
 * @throws when the event asks for what is not known, or its time is none.
 */
export function readTask(event: unknown, request: string): Task {
  const { task = 'sweep', scheduledTime, withinMinutes } = fieldsOf(event);
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
