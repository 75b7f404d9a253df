import { Duration } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { createDeadLetterQueue } from './dead-letter-queue.ts';
import type { Settings } from './settings.ts';
import type { Tables } from './tables.ts';

export type RelayProps = { readonly settings: Settings; readonly tables: Tables; readonly publisher: LambdaFunction };

type Filter = ReturnType<typeof FilterCriteria.filter>;

const toldByOrders: readonly Filter[] = [
  FilterCriteria.filter({
    eventName: FilterRule.isEqual('INSERT'),
    dynamodb: { Keys: { sk: { S: FilterRule.beginsWith('EVENT#') } } },
  }),
];

/** A tombstone is inserted as `Released`, and tells nothing. */
const toldByInventory: readonly Filter[] = [
  FilterCriteria.filter({
    eventName: FilterRule.isEqual('INSERT'),
    dynamodb: {
      Keys: { sk: { S: FilterRule.isEqual('RESERVATION') } },
      NewImage: { status: { S: FilterRule.or('Held', 'Rejected') } },
    },
  }),
  FilterCriteria.filter({
    eventName: FilterRule.or('INSERT', 'MODIFY'),
    dynamodb: { Keys: { sk: { S: FilterRule.isEqual('STOCK') } } },
  }),
  FilterCriteria.filter({
    eventName: FilterRule.isEqual('INSERT'),
    dynamodb: { Keys: { sk: { S: FilterRule.isEqual('DISCREPANCY') } } },
  }),
];

/** Relays what was committed to the bus: it reads the streams of the tables that tell events. */
export class Relay extends Construct {
  /** Where in a stream the records stand that could not be published. */
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { settings, tables, publisher }: RelayProps) {
    super(scope, id);
    this.deadLetterQueue = createDeadLetterQueue(this, 'DeadLetters');
    const relay = (table: ITableV2, filters: readonly Filter[]) =>
      publisher.addEventSource(this.#source(table, filters, settings.relayConcurrency));
    relay(tables.orders, toldByOrders);
    relay(tables.inventory, toldByInventory);
  }

  /** Bounded, since a record that cannot be published would hold back all that come after it in its shard. */
  #source(table: ITableV2, filters: readonly Filter[], parallelizationFactor: number): DynamoEventSource {
    return new DynamoEventSource(table, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      parallelizationFactor,
      filters: [...filters],
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 20,
      maxRecordAge: Duration.hours(12),
      onFailure: new SqsDlq(this.deadLetterQueue),
    });
  }
}
