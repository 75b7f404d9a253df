import { Duration } from 'aws-cdk-lib';
import { FilterCriteria, FilterRule, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { createDeadLetterQueue } from './dead-letter-queue.ts';
import type { Settings } from './settings.ts';
import type { Tables } from './tables.ts';

export type CountingProps = { readonly settings: Settings; readonly tables: Tables; readonly counter: LambdaFunction };

/** A reservation that waits to be counted. Those whose units came by no escrow never do, and cost nothing here. */
const waiting = FilterCriteria.filter({
  eventName: FilterRule.isEqual('MODIFY'),
  dynamodb: {
    Keys: { sk: { S: FilterRule.isEqual('RESERVATION') } },
    NewImage: { uncountedSince: { S: FilterRule.exists() } },
  },
});

/**
 * Has the stock totals follow the reservations of hot SKUs: the stream of the inventory hands over as many of them at
 * once as there are, so that the more there is to count, the less each costs.
 */
export class Counting extends Construct {
  /** Where in the stream those stand that could not be counted. The sweep counts them anyway. */
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { settings, tables, counter }: CountingProps) {
    super(scope, id);
    this.deadLetterQueue = createDeadLetterQueue(this, 'DeadLetters');
    counter.addEventSource(
      new DynamoEventSource(tables.inventory, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        parallelizationFactor: settings.relayConcurrency,
        filters: [waiting],
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        // Few: the sweep does what is left, and nothing else waits behind it for long.
        retryAttempts: 5,
        maxRecordAge: Duration.hours(12),
        onFailure: new SqsDlq(this.deadLetterQueue),
      }),
    );
  }
}
