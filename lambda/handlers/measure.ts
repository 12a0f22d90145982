import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Delivery } from '../core/noticed';
import type { Severity } from '../core/severity';
import { METRICS } from '../environment';
import type { SweepReport } from '../sweep';

/** The metric of each severity. */
const BY_SEVERITY = {
  ok: METRICS.ok,
  info: METRICS.info,
  warning: METRICS.warning,
  critical: METRICS.critical,
} as const satisfies Record<Severity, string>;

/** Says of a sweep what there is to count, whether it was completed or not; none has a dimension of a target. */
export function measureSweep(metrics: Metrics, report: SweepReport): void {
  const count = (name: string, value: number) => metrics.addMetric(name, MetricUnit.Count, value);
  const seconds = (name: string, milliseconds: number) =>
    metrics.addMetric(name, MetricUnit.Seconds, milliseconds / 1000);
  const { results, failures, waiting } = report;
  count(METRICS.sweepCompleted, failures.length === 0 ? 1 : 0);
  count(METRICS.failures, failures.length);
  seconds(METRICS.sweepSeconds, report.finishedAt - report.startedAt);
  count(METRICS.targets, results.length);
  for (const [severity, name] of Object.entries(BY_SEVERITY))
    count(name, results.filter((result) => result.severity === severity).length);
  count(METRICS.unreachable, unreachable(report));
  count(METRICS.left, report.left);
  seconds(METRICS.oldestLook, report.oldestLook);
  count(METRICS.noticesSent, report.noticesSent);
  if (waiting) {
    count(METRICS.noticesPending, waiting.notices);
    seconds(METRICS.oldestNotice, waiting.oldest);
  }
  for (const { noticed } of results) if (noticed?.delivery) measureDelivery(count, noticed.delivery);
}

/** Of a sweep that could do nothing, not even report. */
export function measureCrash(metrics: Metrics): void {
  metrics.addMetric(METRICS.sweepCompleted, MetricUnit.Count, 0);
  metrics.addMetric(METRICS.failures, MetricUnit.Count, 1);
}

/** How many targets could not be seen at the last look. */
export function unreachable({ results }: Pick<SweepReport, 'results'>): number {
  return results.filter(({ memory }) => memory.unseen > 0).length;
}

/** For how many clients there is something that nobody would hear, and the like. */
function measureDelivery(count: (name: string, value: number) => void, delivery: Delivery): void {
  const { nobody, unheardInAll, operationsUnheard, spendLimit } = delivery;
  count(METRICS.undeliverable, Math.max(unheardInAll, nobody ? 1 : 0));
  count(METRICS.operationsUnheard, operationsUnheard ? 1 : 0);
  if (spendLimit !== undefined) count(METRICS.smsLimit, spendLimit);
}
