import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { ownMetric } from '../metric.ts';
import type { Settings } from '../settings.ts';
import { type AlarmDeclaration, above, missingChangesNothing, type RunbookPage } from './declaration.ts';

/** The greatest value that any run has told; runs tell zero too, so that in between what was found is still so. */
function greatest(
  stackName: string,
  metricName: string,
  seconds: number,
): Pick<AlarmDeclaration, 'metric' | 'comparison' | 'missing'> {
  const period = Duration.minutes(Math.ceil(seconds / 60));
  const metric = ownMetric(stackName, metricName, { statistic: Stats.MAXIMUM, period });
  return { metric, comparison: above, missing: missingChangesNothing };
}

export function discrepancyAlarm(stackName: string): AlarmDeclaration {
  return {
    ...greatest(stackName, 'DiscrepanciesFound', 300),
    says: 'Books do not agree: counters, ledger, reservations, orders or money',
    page: 'discrepancy',
    threshold: 0,
    periods: 1,
  };
}

/** Every deadline is due at the next sweep: twice that, and a minute to run, is late. */
export function expiryLagAlarm(stackName: string, { sweepSeconds }: Settings): AlarmDeclaration {
  const limitSeconds = 2 * sweepSeconds + 60;
  const says = `Units came back more than ${limitSeconds} s after their deadline`;
  return late(stackName, 'ExpiryLag', 'expiry-lag', says, limitSeconds, sweepSeconds);
}

/** The grace period, a whole saga, a recovery that takes as long, and sweeps in between: no order takes longer by itself. */
export function oldestOrderAlarm(stackName: string, settings: Settings): AlarmDeclaration {
  const { gracePeriodSeconds, sagaTimeoutSeconds, sweepSeconds } = settings;
  const limitSeconds = gracePeriodSeconds + 2 * sagaTimeoutSeconds + 4 * sweepSeconds;
  const says = `An order is in flight for more than ${limitSeconds} s`;
  return late(stackName, 'OldestOrderInFlight', 'order-in-flight', says, limitSeconds, sweepSeconds);
}

function late(
  stackName: string,
  metricName: string,
  page: RunbookPage,
  says: string,
  threshold: number,
  sweepSeconds: number,
): AlarmDeclaration {
  return { ...greatest(stackName, metricName, sweepSeconds), says, page, threshold, periods: 1 };
}
