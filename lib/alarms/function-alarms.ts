import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { throttleEvents } from '../metric.ts';
import { type AlarmDeclaration, above, below, minute, missingIsFine, missingIsWrong } from './declaration.ts';

/** One failure is retried and forgotten; those that go on are not. */
const persistently = { comparison: above, threshold: 0, periods: 5, breaching: 3, missing: missingIsFine } as const;

/** @param everySeconds how often it runs, if that is less than once a minute: CloudWatch counts in whole minutes */
export function errorAlarm(name: string, lambda: IFunction, everySeconds = 60): AlarmDeclaration {
  const metric = lambda.metricErrors({ period: Duration.minutes(Math.ceil(everySeconds / 60)) });
  return { says: `${name} fails again and again`, page: 'function-errors', metric, ...persistently };
}

export function throttleAlarm(name: string, lambda: IFunction): AlarmDeclaration {
  const metric = lambda.metricThrottles({ period: minute });
  return { says: `${name} is throttled again and again`, page: 'function-throttles', metric, ...persistently };
}

/** A handler answers what fails as 5xx, and does not fail itself. */
export function apiErrorAlarm(httpApi: HttpApi): AlarmDeclaration {
  const metric = httpApi.metricServerError({ period: minute, statistic: Stats.SUM });
  return { says: 'Requests are answered 5xx again and again', page: 'api-errors', metric, ...persistently };
}

export function tableThrottleAlarm(name: string, table: ITable): AlarmDeclaration {
  const [reads, writes] = throttleEvents(table, minute);
  return {
    says: `Requests of the table ${name} are throttled again and again`,
    page: 'table-throttles',
    metric: new MathExpression({
      label: `Throttles of ${name}`,
      expression: 'FILL(reads, 0) + FILL(writes, 0)',
      usingMetrics: { ...(reads && { reads }), ...(writes && { writes }) },
      period: minute,
    }),
    ...persistently,
  };
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

/** Units that were sold or given back on hot SKUs still count where they were, and cannot be sold again. */
export function countingLagAlarm(counter: IFunction): AlarmDeclaration {
  return {
    says: `count-stock is more than ${lagSeconds} s behind the reservations`,
    page: 'stock-not-counted',
    metric: counter.metric('IteratorAge', { statistic: 'Maximum', period: minute }),
    comparison: above,
    threshold: lagSeconds * 1000,
    periods: 3,
    missing: missingIsFine,
  };
}

/** CloudWatch counts in whole minutes. */
export function notRunningAlarm(name: string, lambda: IFunction, everySeconds: number): AlarmDeclaration {
  const period = Duration.minutes(Math.ceil(everySeconds / 60));
  return {
    says: `${name} has not run for two of its rounds`,
    page: 'schedule-not-running',
    metric: lambda.metricInvocations({ period }),
    comparison: below,
    threshold: 1,
    periods: 2,
    missing: missingIsWrong,
  };
}
