import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { metricDimension, metricNamespace } from '../../functions/metrics.ts';
import {
  type AlarmDeclaration,
  above,
  below,
  minute,
  missingChangesNothing,
  missingIsFine,
  missingIsWrong,
} from './declaration.ts';

/** One failure is retried and forgotten; those that go on are not. */
const persistently = { comparison: above, threshold: 0, periods: 5, breaching: 3, missing: missingIsFine } as const;

export function errorAlarm(name: string, lambda: IFunction): AlarmDeclaration {
  const metric = lambda.metricErrors({ period: minute });
  return { says: `${name} fails again and again`, page: 'function-errors', metric, ...persistently };
}

export function throttleAlarm(name: string, lambda: IFunction): AlarmDeclaration {
  const metric = lambda.metricThrottles({ period: minute });
  return { says: `${name} is throttled again and again`, page: 'function-throttles', metric, ...persistently };
}

const lagSeconds = 60;

/**
 * Events are published late. A relay that fails measures the age of what it tries again; one that has nothing to do
 * measures nothing.
 */
export function relayLagAlarm(publisher: IFunction): AlarmDeclaration {
  return {
    says: `publish-events is more than ${lagSeconds} s behind the tables`,
    page: 'relay-lag',
    metric: publisher.metric('IteratorAge', { statistic: 'Maximum', period: minute }),
    comparison: above,
    threshold: lagSeconds * 1000,
    periods: 3,
    missing: missingIsFine,
  };
}

/** CloudWatch counts in whole minutes. */
export function sweepMissingAlarm(sweep: IFunction, sweepSeconds: number): AlarmDeclaration {
  const period = Duration.minutes(Math.ceil(sweepSeconds / 60));
  return {
    says: 'The sweep has not run for two of its rounds',
    page: 'sweep-not-running',
    metric: sweep.metricInvocations({ period }),
    comparison: below,
    threshold: 1,
    periods: 2,
    missing: missingIsWrong,
  };
}

/** The reconciliation counts what it finds at each run, and zero too: in between, what was found is still so. */
export function discrepancyAlarm(stackName: string): AlarmDeclaration {
  return {
    says: 'The stock of some SKU does not agree with its ledger',
    page: 'discrepancy',
    metric: new Metric({
      namespace: metricNamespace,
      metricName: 'DiscrepanciesFound',
      dimensionsMap: { [metricDimension]: stackName },
      statistic: 'Maximum',
      period: Duration.minutes(5),
    }),
    comparison: above,
    threshold: 0,
    periods: 1,
    missing: missingChangesNothing,
  };
}
