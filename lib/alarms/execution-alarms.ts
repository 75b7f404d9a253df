import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Saga } from '../saga.ts';
import type { Settings } from '../settings.ts';
import { type AlarmDeclaration, above, missingIsFine } from './declaration.ts';
import { deadLetterAlarm } from './queue-alarms.ts';

/** Word of failed executions lies on a queue, where the state machine sends any; their count is told in any case. */
export function executionAlarms(saga: Saga, settings: Settings): Readonly<Record<string, AlarmDeclaration>> {
  const { failedExecutions } = saga;
  return {
    ...(failedExecutions !== undefined && {
      FailedExecutions: deadLetterAlarm('FailedExecutions', failedExecutions, 'failed-executions'),
    }),
    Executions: executionsAlarm(saga, settings),
  };
}

/** An execution that ended without success left an order in flight. What did not happen is not measured. */
function executionsAlarm({ stateMachine }: Saga, { orchestration }: Settings): AlarmDeclaration {
  const counted = { statistic: 'Sum', period: Duration.minutes(5) };
  const usingMetrics: Record<string, IMetric> = {
    failed: stateMachine.metricFailed(counted),
    timedOut: stateMachine.metricTimedOut(counted),
    // Nobody can abort an Express execution.
    ...(orchestration === 'standard' && { aborted: stateMachine.metricAborted(counted) }),
  };
  return {
    says: `Executions of the saga ${orchestration === 'standard' ? 'failed, timed out or were aborted' : 'failed or timed out'}`,
    page: 'failed-executions',
    metric: new MathExpression({
      label: 'Executions without success',
      expression: Object.keys(usingMetrics)
        .map((name) => `FILL(${name}, 0)`)
        .join(' + '),
      usingMetrics,
      period: counted.period,
    }),
    comparison: above,
    threshold: 0,
    periods: 1,
    missing: missingIsFine,
  };
}
