import type { Result } from '../core/result';
import { oneLine } from '../core/safe-text';
import { atLeast } from '../core/severity';
import { type Point, type Section, tellingAll } from './digest-section';
import { nameOf, quoted } from './names';

/** What keeps the monitor from seeing, or from being heard. */
export function ofItself(monitors: readonly Result[]): Section {
  const points = monitors.flatMap((result) =>
    result.findings
      .filter(({ severity }) => atLeast(severity, 'warning'))
      .map(
        ({ sentence }): Point => ({
          of: 1,
          write: () => [`${quoted(nameOf(result), result.kind)}: ${oneLine(sentence, 400)}`],
        }),
      ),
  );
  return { heading: 'The monitor itself', says: 'wrong with the monitor', isWrong: true, ...tellingAll(points) };
}
