import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Edit } from '../core/edit';
import { oneLine } from '../core/safe-text';
import { METRICS } from '../environment';
import { counted } from '../notify/words';
import { lookAtEdits } from '../stages/edits';
import type { World } from '../stages/world';

export interface EditsSummary {
  readonly looked: number;
  readonly recorded: number;
  /** Edited rows that are left to the next sweep. */
  readonly left: number;
}

interface Told {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Looks at edited rows, counts and logs it. Throws when that failed for some, so that Lambda has them looked at again. */
export async function tellOfEdits(
  edits: readonly Edit[],
  world: World,
  { logger, metrics }: Told,
): Promise<EditsSummary> {
  const { results, recorded, left, failures } = await lookAtEdits(edits, world);
  metrics.addMetric(METRICS.editsLooked, MetricUnit.Count, results.length);
  for (const { why, targets } of left)
    logger.info('Edited rows are left to the next sweep', {
      why,
      targets: targets.map((target) => oneLine(target, 200)),
    });
  for (const failure of failures) logger.error(failure);
  if (failures.length > 0)
    throw new Error(
      `${counted(failures.length, 'edited row')} failed; the log names them, and another attempt looks at them`,
    );
  const summary = {
    looked: results.length,
    recorded,
    left: left.reduce((sum, { targets }) => sum + targets.length, 0),
  };
  logger.info('The edited rows are looked at', { ...summary });
  return summary;
}
