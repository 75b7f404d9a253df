import { Metric, type MetricProps } from 'aws-cdk-lib/aws-cloudwatch';
import { metricDimension, metricNamespace } from '../functions/metrics.ts';

/** A metric that a function of the stack counts by itself, told apart from those of other stacks of the account. */
export function ownMetric(stackName: string, metricName: string, props: Partial<MetricProps>): Metric {
  const dimensionsMap = { [metricDimension]: stackName, ...props.dimensionsMap };
  return new Metric({ ...props, namespace: metricNamespace, metricName, dimensionsMap });
}
