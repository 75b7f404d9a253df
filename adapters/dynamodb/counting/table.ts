import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { InventoryTable } from '../adjustments.ts';

export type CountingTable = InventoryTable & {
  /** Sends no request twice, as tokens need: see `createSingleAttemptClient`. */
  readonly singleAttemptClient: DynamoDBClient;
};
