import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ContentionError, pause } from '../../dynamodb/contention.ts';
import { entryFromItem, entryToItem } from './codec.ts';
import type { Applied, LedgerEntry } from './ledger.ts';

export type LedgerTable = { readonly client: DynamoDBClient; readonly paymentLedgerTable: string };

export async function readEntry(table: LedgerTable, key: string): Promise<LedgerEntry | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.paymentLedgerTable, Key: marshall({ pk: key }), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : entryFromItem(Item);
}

const attempts = 8;

/** Applies an operation to what is stored under the key; of two at once, one sees the other's effect. */
export async function applyTo<Outcome extends string>(
  table: LedgerTable,
  key: string,
  operation: (entry: LedgerEntry | undefined) => Applied<Outcome>,
): Promise<Applied<Outcome>> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await pause(attempt);
    const before = await readEntry(table, key);
    const applied = operation(before);
    if (applied.next === undefined || (await replace(table, before, applied.next))) return applied;
  }
  throw new ContentionError(`The ledger entry ${key} kept changing`);
}

async function replace(table: LedgerTable, before: LedgerEntry | undefined, next: LedgerEntry): Promise<boolean> {
  const condition =
    before === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'revision = :revision',
          ExpressionAttributeValues: marshall({ ':revision': before.revision }),
        };
  try {
    await table.client.send(
      new PutItemCommand({ TableName: table.paymentLedgerTable, Item: entryToItem(next), ...condition }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
