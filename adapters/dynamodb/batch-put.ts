import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import type { Item } from './codec.ts';
import { ContentionError, pause } from './contention.ts';

/** BatchWriteItem takes at most 25 requests. */
const writesPerRequest = 25;
const attempts = 8;

/**
 * Writes items over those of the same keys; each key may come once.
 * @throws {ContentionError} when the table keeps leaving some unwritten
 */
export async function batchPut(client: DynamoDBClient, tableName: string, items: readonly Item[]): Promise<void> {
  for (let first = 0; first < items.length; first += writesPerRequest) {
    const page = items.slice(first, first + writesPerRequest);
    await writeAll(
      client,
      tableName,
      page.map((Item) => ({ PutRequest: { Item } })),
    );
  }
}

/** A busy table takes some and leaves some: those are sent again. */
async function writeAll(client: DynamoDBClient, tableName: string, requests: WriteRequest[]): Promise<void> {
  let left = requests;
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt >= attempts) throw new ContentionError(`The table left ${left.length} items unwritten`);
    if (attempt > 0) await pause(attempt);
    const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: left } }));
    left = UnprocessedItems?.[tableName] ?? [];
  }
}
