import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Delivery } from '../core/noticed';
import { SEVERITIES, type Severity } from '../core/severity';
import { countOf, type Tally, tallyOf } from '../core/tally';
import { METRICS } from '../environment';
import type { SweepReport } from '../sweep';

/** What there is to count of a sweep, whichever way it was run. */
export interface Figures
  extends Pick<
    SweepReport,
    | 'startedAt'
    | 'finishedAt'
    | 'recorded'
    | 'noticesSent'
    | 'waiting'
    | 'left'
    | 'oldestLook'
    | 'elsewhere'
    | 'failures'
  > {
  readonly tally: Pick<Tally, 'severities' | 'unreachable'>;
  /** Who would hear, where that is known. */
  readonly delivery?: Delivery | undefined;
}

export function figuresOf(report: SweepReport): Figures {
  const { results } = report;
  const delivery = results.find(({ noticed }) => noticed?.delivery !== undefined)?.noticed?.delivery;
  return { ...report, tally: tallyOf(results), delivery };
}

/** The metric of each severity. */
const BY_SEVERITY = {
  ok: METRICS.ok,
  info: METRICS.info,
  warning: METRICS.warning,
  critical: METRICS.critical,
} as const satisfies Record<Severity, string>;

/** Says of a sweep what there is to count, whether it was completed or not; none has a dimension of a target. */
export function measureSweep(metrics: Metrics, figures: Figures): void {
  const count = (name: string, value: number) => metrics.addMetric(name, MetricUnit.Count, value);
  const seconds = (name: string, milliseconds: number) =>
    metrics.addMetric(name, MetricUnit.Seconds, milliseconds / 1000);
  const { tally, failures, delivery } = figures;
  count(METRICS.sweepCompleted, failures.length === 0 ? 1 : 0);
  count(METRICS.failures, failures.length);
  seconds(METRICS.sweepSeconds, figures.finishedAt - figures.startedAt);
  count(METRICS.targets, countOf(tally));
  for (const severity of SEVERITIES) count(BY_SEVERITY[severity], tally.severities[severity]);
  count(METRICS.unreachable, tally.unreachable);
  count(METRICS.left, figures.left);
  seconds(METRICS.oldestLook, figures.oldestLook);
  measureTold(metrics, figures);
  if (delivery) measureDelivery(count, delivery);
}

export function measureTold(
  metrics: Metrics,
  { noticesSent, waiting }: Pick<Figures, 'noticesSent' | 'waiting'>,
): void {
  metrics.addMetric(METRICS.noticesSent, MetricUnit.Count, noticesSent);
  if (waiting === undefined) return;
  metrics.addMetric(METRICS.noticesPending, MetricUnit.Count, waiting.notices);
  metrics.addMetric(METRICS.oldestNotice, MetricUnit.Seconds, waiting.oldest / 1000);
}

/** Of a sweep of which nobody can say in figures what it saw. */
export function measureCrash(metrics: Metrics, failures = 1): void {
  metrics.addMetric(METRICS.sweepCompleted, MetricUnit.Count, 0);
  metrics.addMetric(METRICS.failures, MetricUnit.Count, failures);
}

/** For how many clients there is something that nobody would hear, and the like. */
function measureDelivery(count: (name: string, value: number) => void, delivery: Delivery): void {
  const { nobody, unheardInAll, operationsUnheard, spendLimit } = delivery;
  count(METRICS.undeliverable, Math.max(unheardInAll, nobody ? 1 : 0));
  count(METRICS.operationsUnheard, operationsUnheard ? 1 : 0);
  if (spendLimit !== undefined) count(METRICS.smsLimit, spendLimit);
}

/** What the log and whoever started a sweep are told of it. */
export interface Summary {
  readonly targets: number;
  readonly warning: number;
  readonly critical: number;
  readonly unreachable: number;
  /** Targets that there was no time to look at; the next sweep begins with them. */
  readonly left: number;
  readonly recorded: number;
  readonly noticesSent: number;
  /** Rows left to the probers of other locations. */
  readonly elsewhere: number;
  readonly seconds: number;
}

export function summarise(figures: Figures): Summary {
  const { tally, recorded, noticesSent, left, elsewhere, startedAt, finishedAt } = figures;
  return {
    targets: countOf(tally),
    warning: tally.severities.warning,
    critical: tally.severities.critical,
    unreachable: tally.unreachable,
    left,
    recorded,
    noticesSent,
    elsewhere,
    seconds: (finishedAt - startedAt) / 1000,
  };
}
