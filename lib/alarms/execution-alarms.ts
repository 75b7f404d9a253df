import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { type AlarmDeclaration, above, missingIsFine } from './declaration.ts';

/** An execution that ended without success left an order in flight. What did not happen is not measured. */
export function executionsAlarm(machine: StateMachine): AlarmDeclaration {
  const counted = { statistic: 'Sum', period: Duration.minutes(5) };
  return {
    says: 'Executions of the saga failed, timed out or were aborted',
    page: 'failed-executions',
    metric: new MathExpression({
      label: 'Executions without success',
      expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)',
      usingMetrics: {
        failed: machine.metricFailed(counted),
        timedOut: machine.metricTimedOut(counted),
        aborted: machine.metricAborted(counted),
      },
      period: counted.period,
    }),
    comparison: above,
    threshold: 0,
    periods: 1,
    missing: missingIsFine,
  };
}
