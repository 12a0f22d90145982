import type { Obstacle, Preflight } from '../core/preflight';
import { listOf, mapOf, maybe, number, oneOf, type Reader, text, yes } from './item-fields';

type ObstacleOf<W extends Obstacle['why']> = Extract<Obstacle, { why: W }>;

/** The variants of what is in the way of a renewal. */
const OBSTACLES: { [W in Obstacle['why']]: Reader<ObstacleOf<W>> } = {
  'name-gone': mapOf<ObstacleOf<'name-gone'>>({ why: () => 'name-gone', name: text, unseen: maybe(yes) }),
  'caa-forbids': mapOf<ObstacleOf<'caa-forbids'>>({
    why: () => 'caa-forbids',
    name: text,
    at: text,
    allowed: listOf(text),
    property: text,
  }),
  'validation-record-missing': mapOf<ObstacleOf<'validation-record-missing'>>({
    why: () => 'validation-record-missing',
    record: text,
    found: maybe(text),
  }),
};
const readWhy = oneOf(['name-gone', 'caa-forbids', 'validation-record-missing'] as const);

function readObstacle(value: unknown, name: string): Obstacle {
  const { why } = mapOf<{ why: Obstacle['why'] }>({ why: readWhy })(value, name);
  return OBSTACLES[why](value, name);
}

/** What was found before a renewal, as it was recorded. */
export const readPreflight = mapOf<Preflight>({
  at: number,
  obstacles: listOf(readObstacle),
  unseen: maybe(listOf(number)),
});
