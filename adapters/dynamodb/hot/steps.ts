import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { BatchDecision } from '../../../domain/inventory/hot.ts';
import type { Reservation } from '../../../domain/inventory/reservation.ts';
import type { Instant } from '../../../domain/time.ts';
import { type Item, reservationFromItem, reservationToItem } from '../codec.ts';
import { writeUncontended } from '../contention.ts';
import { readStocks } from '../stock.ts';
import { batchFromItem, batchToItem } from './codec.ts';
import type { EscrowSteps } from './escrow.ts';
import { closeLease, openLease } from './leases.ts';
import { promote } from './registry.ts';

export type EscrowTable = {
  readonly client: DynamoDBClient;
  /** Leases are asked for once: see {@link openLease}. */
  readonly singleAttemptClient: DynamoDBClient;
  readonly inventoryTable: string;
  readonly now: () => Instant;
};

/** The steps of escrow as writes of the inventory table. */
export function escrowSteps(table: EscrowTable): EscrowSteps {
  const { client, inventoryTable, now } = table;
  const promoteSku = (sku: string) => promote(table, sku, now());
  return {
    readStocks: (skus) => readStocks(client, inventoryTable, skus),
    promote: promoteSku,
    openLease: (request) => openLease({ ...table, promote: promoteSku }, request),
    ...decidingSteps(table),
  };
}

/** Those that a recovery needs, too. */
export function decidingSteps(
  table: Pick<EscrowTable, 'client' | 'inventoryTable'>,
): Pick<EscrowSteps, 'decide' | 'insert' | 'closeLease'> {
  return {
    decide: (batchId, decision) => decide(table, batchId, decision),
    insert: (reservation) => insert(table, reservation),
    closeLease: (sku, batchId, unused) => closeLease(table, sku, batchId, unused),
  };
}

type Table = Pick<EscrowTable, 'client' | 'inventoryTable'>;

/** A repeat of the same decision finds itself. */
async function decide(table: Table, batchId: string, decision: BatchDecision): Promise<BatchDecision> {
  const there = await putIfAbsent(table, batchToItem(batchId, decision));
  return there === undefined ? decision : batchFromItem(there);
}

async function insert(table: Table, reservation: Reservation) {
  const there = await putIfAbsent(table, reservationToItem(reservation));
  return there === undefined
    ? { inserted: true, stands: reservation }
    : { inserted: false, stands: reservationFromItem(there) };
}

/** @returns what stands there already */
async function putIfAbsent({ client, inventoryTable }: Table, Item: Item): Promise<Item | undefined> {
  const put = new PutItemCommand({
    TableName: inventoryTable,
    Item,
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await writeUncontended(() => client.send(put));
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    if (error.Item === undefined) throw new Error('The engine did not return the item that was in the way');
    return error.Item;
  }
}
