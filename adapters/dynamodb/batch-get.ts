import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Item, toKey } from './codec.ts';
import { ContentionError, pause } from './contention.ts';
import type { Key } from './keys.ts';

/** BatchGetItem takes at most 100 keys. */
const keysPerRequest = 100;
const attempts = 8;

/**
 * Reads items by key, in no order; those that are not there are missing from the answer.
 * @throws {ContentionError} when the table keeps leaving some unread
 */
export async function batchGet(
  client: DynamoDBClient,
  tableName: string,
  keys: readonly Key[],
  ConsistentRead = false,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let first = 0; first < keys.length; first += keysPerRequest) {
    let Keys = keys.slice(first, first + keysPerRequest).map(toKey);
    for (let attempt = 0; Keys.length > 0; attempt++) {
      if (attempt >= attempts) throw new ContentionError(`The table left ${Keys.length} items unread`);
      if (attempt > 0) await pause(attempt);
      const request = { RequestItems: { [tableName]: { Keys, ConsistentRead } } };
      const answer = await client.send(new BatchGetItemCommand(request));
      items.push(...(answer.Responses?.[tableName] ?? []));
      Keys = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
    }
  }
  return items;
}
