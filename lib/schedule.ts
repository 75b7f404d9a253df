import { Duration, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { createDeadLetterQueue } from './dead-letter-queue.ts';

export type ScheduledFunctionProps = {
  readonly description: string;
  /** The pause between two calls. */
  readonly seconds: number;
  readonly target: IFunction;
};

/** A function that is called again and again, and takes up by itself what the call before has left. */
export class ScheduledFunction extends Construct {
  /** The calls that Scheduler could not make, and those that failed. */
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { description, seconds, target }: ScheduledFunctionProps) {
    super(scope, id);
    this.deadLetterQueue = createDeadLetterQueue(this, 'DeadLetters');
    // A call that failed is not tried again: the next one does the same, and what has failed is told.
    target.configureAsyncInvoke({
      retryAttempts: 0,
      maxEventAge: Duration.minutes(1),
      onFailure: new SqsDestination(this.deadLetterQueue),
    });
    new Schedule(this, 'Schedule', {
      description,
      schedule: rate(seconds),
      // A late call is worth no more than the next one.
      target: new LambdaInvoke(target, {
        role: this.#role(target),
        deadLetterQueue: this.deadLetterQueue,
        retryAttempts: 3,
        maxEventAge: Duration.minutes(1),
      }),
    });
  }

  /** Instead of the role that CDK would make, which may call every version of the function. */
  #role(target: IFunction): IRole {
    const stack = Stack.of(this);
    const group = stack.formatArn({ service: 'scheduler', resource: 'schedule-group', resourceName: 'default' });
    const conditions = { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group } };
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', { conditions }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }));
    const { queueArn } = this.deadLetterQueue;
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queueArn] }));
    return role.withoutPolicyUpdates();
  }
}

/** Scheduler counts in minutes. A rate in seconds is for a local run, whose settings alone allow it. */
function rate(seconds: number): ScheduleExpression {
  return seconds % 60 === 0
    ? ScheduleExpression.rate(Duration.seconds(seconds))
    : ScheduleExpression.expression(`rate(${seconds} seconds)`);
}
