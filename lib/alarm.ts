import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface AlarmRule {
  /** The article's heading in docs/operations.md, which also names the alarm. */
  readonly article: string;
  readonly says: string;
  readonly metric: IMetric;
  /** From what on it is an alarm. Default 1. */
  readonly from?: number;
  /** Where silence is the alarm: this many periods without a single count. */
  readonly silentFor?: number;
  /** Counted by sweeps alone: until the next, it stands as it was. */
  readonly bySweeps?: boolean;
  /** A state that ends, and not an event that has passed: its end is told too. */
  readonly lasting?: boolean;
  /** Who hears of it besides operations. Default nobody. */
  readonly also?: ITopic;
}

/** Raises the alarm of a rule, with a link to its article. */
export function alarm(scope: Construct, rule: AlarmRule, stackName: string, operations: ITopic): Alarm {
  const { article, says, metric, from = 1, silentFor, lasting, also } = rule;
  const anchor = article.toLowerCase().replaceAll(' ', '-');
  const silence = silentFor !== undefined;
  const created = new Alarm(scope, article.replaceAll(' ', ''), {
    alarmName: `${stackName}-${anchor}`,
    alarmDescription: `${says} What to do: docs/operations.md#${anchor}`,
    metric,
    threshold: from,
    evaluationPeriods: silentFor ?? 1,
    comparisonOperator: silence
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: missing(rule),
  });
  for (const topic of [operations, ...(also ? [also] : [])]) {
    created.addAlarmAction(new SnsAction(topic));
    if (lasting) created.addOkAction(new SnsAction(topic));
  }
  return created;
}

function missing({ silentFor, bySweeps }: AlarmRule): TreatMissingData {
  if (silentFor !== undefined) return TreatMissingData.BREACHING;
  return bySweeps ? TreatMissingData.IGNORE : TreatMissingData.NOT_BREACHING;
}
