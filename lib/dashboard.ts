import { Duration } from 'aws-cdk-lib';
import { type Alarm, AlarmStatusWidget, Dashboard, GraphWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { METRICS } from '../lambda/environment';
import { ownMetric } from './own-metric';

/** What sweeps measure of themselves, and how the alarms stand, on one page. CloudWatch has no two of the same name in an account. */
export function dashboard(scope: Construct, stackName: string, alarms: readonly Alarm[]): void {
  const graph = (title: string, label: string, ...names: readonly string[]) =>
    new GraphWidget({
      title,
      width: 12,
      height: 6,
      left: names.map((name) => ownMetric(stackName, name, { period: Duration.hours(1), statistic: Stats.MAXIMUM })),
      leftYAxis: { label, min: 0, showUnits: false },
    });
  new Dashboard(scope, 'Dashboard', {
    dashboardName: stackName,
    defaultInterval: Duration.days(7),
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 4, alarms: [...alarms] })],
      [
        graph('Targets by severity', 'targets', METRICS.critical, METRICS.warning, METRICS.info, METRICS.ok),
        graph('Targets not seen', 'targets', METRICS.unreachable, METRICS.left),
      ],
      [
        graph('Notices', 'notices', METRICS.noticesSent, METRICS.noticesPending),
        graph('Times', 'seconds', METRICS.sweepSeconds, METRICS.oldestLook, METRICS.oldestNotice),
      ],
    ],
  });
}
