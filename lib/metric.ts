import type { Duration } from 'aws-cdk-lib';
import { type IMetric, Metric, type MetricProps, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { metricDimension, metricNamespace } from '../functions/metrics.ts';

/** A metric that a function of the stack counts by itself, told apart from those of other stacks of the account. */
export function ownMetric(stackName: string, metricName: string, props: Partial<MetricProps>): Metric {
  const dimensionsMap = { [metricDimension]: stackName, ...props.dimensionsMap };
  return new Metric({ ...props, namespace: metricNamespace, metricName, dimensionsMap });
}

/** Requests of a table that DynamoDB throttled; it measures them only when there are some. */
export function throttleEvents(table: ITable, period: Duration): IMetric[] {
  return ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) =>
    table.metric(name, { period, statistic: Stats.SUM }),
  );
}
