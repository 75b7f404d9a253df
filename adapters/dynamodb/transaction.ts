import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  TransactionInProgressException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { ContentionError, pause } from './contention.ts';

export type StoredItem = Record<string, AttributeValue>;

/** One action whose condition was not met: its place in the transaction, and the item that stood in its way. */
export type Refusal = { readonly index: number; readonly item: StoredItem | undefined };

export type TransactionOutcome =
  | { readonly outcome: 'written' /** How often it collided with others before. */; readonly conflicts: number }
  | { readonly outcome: 'refused'; readonly refusals: readonly Refusal[]; readonly conflicts: number };

const attempts = 8;

/**
 * Writes all items or none. Only conditions refuse a transaction: one that was cancelled for any conflict or throttle
 * is sent again, even if a condition failed too, since what it was compared with may not stand. One that is still in
 * progress is asked for by its token, and not sent as another.
 * @throws {ContentionError} when it still collides after all attempts; nothing was written.
 */
export async function writeTransaction(
  client: DynamoDBClient,
  items: readonly TransactWriteItem[],
): Promise<TransactionOutcome> {
  let token = randomUUID();
  let conflicts = 0;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await pause(attempt);
    const result = await tryTransaction(client, items, token);
    if (result.outcome === 'contended') {
      token = randomUUID();
      conflicts += 1;
    } else if (result.outcome !== 'in_progress') return { ...result, conflicts };
  }
  throw new ContentionError(`A transaction of ${items.length} items collided ${attempts} times`);
}

type Tried =
  | { readonly outcome: 'written' }
  | { readonly outcome: 'contended' }
  | { readonly outcome: 'refused'; readonly refusals: readonly Refusal[] };

async function tryTransaction(
  client: DynamoDBClient,
  items: readonly TransactWriteItem[],
  ClientRequestToken: string,
): Promise<Tried | { readonly outcome: 'in_progress' }> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: [...items], ClientRequestToken }));
    return { outcome: 'written' };
  } catch (error) {
    if (error instanceof TransactionInProgressException) return { outcome: 'in_progress' };
    if (error instanceof TransactionCanceledException) return outcomeOf(error.CancellationReasons ?? [], error);
    throw error;
  }
}

const contentionCodes = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
]);

/** Reasons are positional: one per item, `None` where nothing was wrong. */
function outcomeOf(reasons: readonly CancellationReason[], error: TransactionCanceledException): Tried {
  if (reasons.some(({ Code }) => Code !== undefined && contentionCodes.has(Code))) return { outcome: 'contended' };
  const refusals = reasons.flatMap(({ Code, Item }, index) =>
    Code === 'ConditionalCheckFailed' ? [{ index, item: Item }] : [],
  );
  const others = reasons.some(({ Code }) => Code !== 'None' && Code !== 'ConditionalCheckFailed');
  if (others || refusals.length === 0) throw error;
  return { outcome: 'refused', refusals };
}
