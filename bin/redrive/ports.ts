import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SweepPorts } from '../../functions/schedule/sweep-order.ts';
import type { Place } from './place.ts';
import type { Progress } from './progress.ts';
import { readStack, type StackFacts } from './stack.ts';

/** What redriving works with. */
export type Ports = {
  readonly facts: StackFacts;
  readonly sqs: SQSClient;
  readonly states: SFNClient;
  readonly lambda: LambdaClient;
  readonly streams: DynamoDBStreamsClient;
  /** The tables, bus and saga, as the sweep has them. */
  readonly sweep: SweepPorts;
  readonly progress: Progress;
};

export function connect(place: Place, progress: Progress): Ports {
  const facts = readStack(place);
  const configuration = { ...place.configuration, maxAttempts: 5 };
  return {
    facts,
    // The queues are where the stack is; what a queue's URL says of its host is not.
    sqs: new SQSClient({ ...configuration, useQueueUrlAsEndpoint: false }),
    states: new SFNClient(configuration),
    lambda: new LambdaClient(configuration),
    streams: new DynamoDBStreamsClient(configuration),
    sweep: {
      tables: {
        client: new DynamoDBClient(configuration),
        ordersTable: facts.ordersTable,
        inventoryTable: facts.inventoryTable,
      },
      publisher: { client: new EventBridgeClient(configuration), eventBusName: facts.eventBusName },
      sagas: { client: new SFNClient(configuration), stateMachineArn: facts.stateMachineArn },
      settings: facts.settings,
    },
    progress,
  };
}
