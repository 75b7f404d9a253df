import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** One client per worker: connections are kept alive between invocations. The SDK retries throttles and lost answers. */
export function createDynamoDBClient(): DynamoDBClient {
  return new DynamoDBClient({ maxAttempts: 5 });
}
