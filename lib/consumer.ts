import { Duration } from 'aws-cdk-lib';
import { type EventPattern, type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { createDeadLetterQueue } from './dead-letter-queue.ts';

/**
 * What Lambda needs to read a queue for a function, and no more, which is less than CDK would grant.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaSQSQueueExecutionRole.html
 */
const polling = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'] as const;

export type ConsumerProps = {
  readonly bus: IEventBus;
  readonly events: EventPattern;
  readonly consumer: LambdaFunction;
  /** How many batches are handled at the same time. */
  readonly concurrency: number;
  /** How many events a batch has at most (10 unless told), and how long it may wait for them: above 10 it must. */
  readonly batchSize?: number;
  readonly window?: Duration;
  /** How long each event is held back. */
  readonly delay?: Duration;
};

/**
 * A consumer of events: rule, queue, function, and a dead-letter queue for what the rule could not deliver and for
 * what the function could not handle. Both are bodies that the queue takes again.
 */
export class Consumer extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  /** How long each event is held back. */
  readonly delaySeconds: number;

  constructor(scope: Construct, id: string, props: ConsumerProps) {
    super(scope, id);
    this.deadLetterQueue = createDeadLetterQueue(this, 'DeadLetters');
    this.queue = this.#createQueue(props);
    this.delaySeconds = props.delay?.toSeconds() ?? 0;
    new Rule(this, 'Rule', {
      eventBus: props.bus,
      eventPattern: props.events,
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetterQueue, maxEventAge: Duration.hours(24) })],
    });
    this.#consume(props);
  }

  #consume({ consumer, concurrency, batchSize = 10, window = Duration.seconds(0) }: ConsumerProps): void {
    consumer.addToRolePolicy(new PolicyStatement({ actions: [...polling], resources: [this.queue.queueArn] }));
    const mapping = consumer.addEventSourceMapping(`${this.node.id}Messages`, {
      eventSourceArn: this.queue.queueArn,
      batchSize,
      ...(window.toSeconds() > 0 ? { maxBatchingWindow: window } : {}),
      maxConcurrency: concurrency,
      reportBatchItemFailures: true,
    });
    acknowledge(mapping, {
      'Serverless-LambdaEventSourceMappingDestination':
        'A mapping of a queue takes no destination: the redrive policy of the queue has its dead-letter queue.',
    });
  }

  /** Contention sends messages back to the queue: it must not look like a message that can never be handled. */
  #createQueue({ consumer, delay, window = Duration.seconds(0) }: ConsumerProps): Queue {
    const timeout = consumer.timeout ?? Duration.seconds(3);
    return new Queue(this, 'Queue', {
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds() + window.toSeconds()),
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 20 },
      ...(delay === undefined ? {} : { deliveryDelay: delay }),
    });
  }
}
