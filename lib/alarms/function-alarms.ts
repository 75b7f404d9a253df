import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type AlarmDeclaration, above, below, minute, missingIsFine, missingIsWrong } from './declaration.ts';

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
