import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import {
  type AlarmDeclaration,
  above,
  minute,
  missingChangesNothing,
  missingIsFine,
  type RunbookPage,
} from './declaration.ts';

/**
 * Something waits for a person. Letters that somebody looks at are hidden for that time, and still count. SQS measures
 * a queue that nobody touches for six hours no more: that must not end the alarm.
 */
export function deadLetterAlarm(name: string, queue: IQueue, page: RunbookPage): AlarmDeclaration {
  const measured = { statistic: 'Maximum', period: minute };
  return {
    says: `${name}: there are dead letters`,
    page,
    metric: new MathExpression({
      label: `Dead letters of ${name}`,
      expression: 'visible + hidden',
      usingMetrics: {
        visible: queue.metricApproximateNumberOfMessagesVisible(measured),
        hidden: queue.metricApproximateNumberOfMessagesNotVisible(measured),
      },
      period: minute,
    }),
    comparison: above,
    threshold: 0,
    periods: 1,
    missing: missingChangesNothing,
  };
}

/** Half of the ten minutes after which a message that always fails is given up. */
const ageSeconds = 300;

/** A consumer does not keep up, or fails again and again; its queue may hold events back on purpose. */
export function queueAgeAlarm(name: string, queue: IQueue, delaySeconds: number): AlarmDeclaration {
  return {
    says: `${name}: events wait for more than ${ageSeconds + delaySeconds} s`,
    page: 'queue-age',
    metric: queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period: minute }),
    comparison: above,
    threshold: ageSeconds + delaySeconds,
    periods: 3,
    missing: missingIsFine,
  };
}
