import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** One client per worker: connections are kept alive between invocations. The SDK retries throttles and lost answers. */
export function createDynamoDBClient(): DynamoDBClient {
  return new DynamoDBClient({ maxAttempts: 5 });
}

/**
 * For writes that must not arrive twice, however late: a lease or a counting token that is opened, closed, and opened
 * again by a copy of the request would have its effect twice. The SDK repeats nothing; who gets no answer gives up.
 */
export function createSingleAttemptClient(): DynamoDBClient {
  return new DynamoDBClient({ maxAttempts: 1 });
}
