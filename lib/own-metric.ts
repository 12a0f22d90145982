import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS_NAMESPACE } from '../lambda/environment';

/** A metric that the function publishes under the name of its stack. */
export function ownMetric(stackName: string, metricName: string, options: MetricOptions): Metric {
  const dimensionsMap = { service: stackName };
  return new Metric({ namespace: METRICS_NAMESPACE, metricName, dimensionsMap, ...options });
}
