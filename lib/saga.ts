import { RemovalPolicy } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeEveryResource } from './acknowledge.ts';
import { createDeadLetterQueue } from './dead-letter-queue.ts';
import type { Functions } from './functions.ts';
import { sagaDefinition, sagaFunctions } from './saga-definition.ts';
import type { Orchestration, Settings } from './settings.ts';

const machineTypes: Readonly<Record<Orchestration, StateMachineType>> = {
  standard: StateMachineType.STANDARD,
  express: StateMachineType.EXPRESS,
};

const reasonsToLogErrorsOnly: Readonly<Record<Orchestration, string>> = {
  standard: 'Every event of an execution is in its own history already; what failed is logged as well.',
  express:
    'The events of an order tell what succeeded; what failed is logged, and the execution is named by its order.',
};

export type SagaProps = { readonly settings: Settings; readonly functions: Functions };

/** The state machine that takes an order from confirmed stock to paid, or undoes what it did. */
export class Saga extends Construct {
  readonly stateMachine: StateMachine;
  /**
   * Word of the executions that failed: their orders need the sweep, and perhaps a person. Express executions send no
   * word: there the sweep, the alarm on their metrics and the log are all there is.
   */
  readonly failedExecutions: Queue | undefined;

  constructor(scope: Construct, id: string, { settings, functions }: SagaProps) {
    super(scope, id);
    this.stateMachine = this.#createStateMachine(settings, functions);
    this.failedExecutions = settings.orchestration === 'standard' ? this.#collectFailedExecutions() : undefined;
  }

  #collectFailedExecutions(): Queue {
    const failedExecutions = createDeadLetterQueue(this, 'FailedExecutions');
    // Step Functions tells the default bus, and no other.
    const rule = new Rule(this, 'FailedExecutionsRule', {
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [this.stateMachine.stateMachineArn],
        },
      },
      targets: [new SqsQueue(failedExecutions)],
    });
    acknowledge(rule, {
      'Serverless-EventBusDLQ': 'The target is itself a queue for people; the sweep finds the order without this word.',
    });
    return failedExecutions;
  }

  #createStateMachine(settings: Settings, functions: Functions): StateMachine {
    const tasks = Object.entries(sagaFunctions).map(([task, name]) => [task, functions.get(name).functionArn] as const);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: tasks.map(([, functionArn]) => functionArn),
      }),
    );
    const stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineType: machineTypes[settings.orchestration],
      definitionBody: DefinitionBody.fromString(JSON.stringify(sagaDefinition(settings))),
      definitionSubstitutions: Object.fromEntries(tasks),
      role,
      tracingEnabled: true,
      logs: { destination: this.#createLogGroup(settings), level: LogLevel.ERROR },
      // The state machine holds nothing: executions end, and their orders are in the tables.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(stateMachine, { 'AwsSolutions-SF1': reasonsToLogErrorsOnly[settings.orchestration] });
    acknowledgeEveryResource(role, 'The delivery of logs and traces has no resources that a grant could name.');
    return stateMachine;
  }

  #createLogGroup(settings: Settings): LogGroup {
    return new LogGroup(this, 'Logs', {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
