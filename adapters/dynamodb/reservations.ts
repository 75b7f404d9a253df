import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import {
  type CloseOutcome,
  type ClosingCause,
  closeOutcome,
  heldReservation,
  isTombstone,
  type PinOutcome,
  pinOutcome,
  type Reservation,
  type ReservationRequest,
  rejectedReservation,
  type Shortage,
} from '../../domain/inventory/reservation.ts';
import { isHot, stockChanges } from '../../domain/inventory/stock.ts';
import { addSeconds, type Instant } from '../../domain/time.ts';
import { reservationFromItem, reservationToItem, stockFromItem, toItem, toKey } from './codec.ts';
import { writeUncontended } from './contention.ts';
import { reservationKey } from './keys.ts';
import { stockUpdate } from './stock-updates.ts';
import { type Refusal, writeTransaction } from './transaction.ts';

export type InventoryTable = { readonly client: DynamoDBClient; readonly inventoryTable: string };

/** What became of an order's reservation, and how often its transaction collided with others before. */
export type Reserved = (ReserveOutcome | HotOutcome) & { readonly conflicts: number };

export type ReserveOutcome =
  | { readonly outcome: 'held' }
  | { readonly outcome: 'rejected'; readonly shortages: readonly Shortage[] }
  /** The order has been decided on before; that decision stands. */
  | { readonly outcome: 'exists'; readonly status: Reservation['status'] }
  /** A cancellation came first. */
  | { readonly outcome: 'refused' };

/** Some of the order's SKUs are hot: it has to go by escrow, and nothing was written. */
export type HotOutcome = { readonly outcome: 'hot'; readonly skus: readonly string[] };

/**
 * Reserves all lines of an order or none: every `available >= quantity`, and the reservation that decides, in one
 * transaction. A shortage is recorded, so that a repeat gets the same answer. A hot SKU lets no transaction reserve.
 */
export async function reserveStock(
  table: InventoryTable,
  request: ReservationRequest,
  ttlSeconds: number,
): Promise<Reserved> {
  const held = heldReservation(request, addSeconds(request.decidedAt, ttlSeconds));
  const result = await writeTransaction(table.client, [
    { Put: reservationPut(table, held) },
    ...stockChanges('reserve', held.lines).map((change) => stockUpdate(table.inventoryTable, change)),
  ]);
  const { conflicts } = result;
  if (result.outcome === 'written') return { outcome: 'held', conflicts };
  return { ...(await refused(table, request, result.refusals)), conflicts };
}

async function refused(
  table: InventoryTable,
  request: ReservationRequest,
  refusals: readonly Refusal[],
): Promise<ReserveOutcome | HotOutcome> {
  const [first] = refusals;
  if (first?.index === 0) return existing(first.item === undefined ? undefined : reservationFromItem(first.item));
  const stocks = refusals.flatMap(({ item }) => (item === undefined ? [] : [stockFromItem(item)]));
  const hot = stocks.filter(isHot);
  if (hot.length > 0) return { outcome: 'hot', skus: hot.map(({ sku }) => sku) };
  return reject(table, request, refusals);
}

function reservationPut({ inventoryTable }: InventoryTable, reservation: Reservation) {
  return {
    TableName: inventoryTable,
    Item: reservationToItem(reservation),
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** What the reservation that stands already answers to whoever came later. */
export function existing(reservation: Reservation | undefined): ReserveOutcome {
  if (reservation === undefined) throw new Error('The engine did not return the reservation that was in the way');
  return isTombstone(reservation) ? { outcome: 'refused' } : { outcome: 'exists', status: reservation.status };
}

/** The refused conditions name the short lines; the reservation itself is the transaction's first item. */
function shortagesFrom(request: ReservationRequest, refusals: readonly Refusal[]): Shortage[] {
  return refusals.flatMap(({ index, item }) => {
    const line = request.lines[index - 1];
    if (line === undefined) return [];
    const available = item === undefined ? 0 : stockFromItem(item).available;
    return [{ sku: line.sku, requested: line.quantity, available }];
  });
}

async function reject(
  table: InventoryTable,
  request: ReservationRequest,
  refusals: readonly Refusal[],
): Promise<ReserveOutcome> {
  const shortages = shortagesFrom(request, refusals);
  try {
    const put = new PutItemCommand(reservationPut(table, rejectedReservation(request, shortages)));
    await writeUncontended(() => table.client.send(put));
    return { outcome: 'rejected', shortages };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return existing(error.Item === undefined ? undefined : reservationFromItem(error.Item));
  }
}

/** Pins the reservation for a payment attempt; afterwards it cannot expire until the attempt is settled. */
export async function pinReservation(
  table: InventoryTable,
  orderId: string,
  attempt: number,
  at: Instant,
): Promise<PinOutcome> {
  const update = {
    ...reservationUpdate(table, orderId, 'SET pin = :attempt'),
    ConditionExpression:
      '#status = :held AND attribute_not_exists(closing) AND attribute_not_exists(wish) ' +
      'AND (pin = :attempt OR (attribute_not_exists(pin) AND deadline > :at))',
    ExpressionAttributeValues: toItem({ ':attempt': attempt, ':at': at, ':held': 'Held' }),
  };
  const lost = await sendUpdate(table.client, update);
  return lost === 'written' ? 'pinned' : lostOutcome(pinOutcome(lost.old, attempt, at), 'pinned');
}

/** Closes the reservation to any commit, in one conditional write. The first cause stands. */
export async function closeReservation(
  table: InventoryTable,
  orderId: string,
  cause: ClosingCause,
  at: Instant,
): Promise<CloseOutcome> {
  const update = {
    ...reservationUpdate(table, orderId, 'SET closing = :closing'),
    ConditionExpression: '#status = :held AND attribute_not_exists(closing)',
    ExpressionAttributeValues: toItem({ ':closing': { cause, at }, ':held': 'Held' }),
  };
  const lost = await sendUpdate(table.client, update);
  return lost === 'written' ? 'closed' : lostOutcome(closeOutcome(lost.old), 'closed');
}

function reservationUpdate({ inventoryTable }: InventoryTable, orderId: string, UpdateExpression: string) {
  return {
    TableName: inventoryTable,
    Key: toKey(reservationKey(orderId)),
    UpdateExpression,
    ExpressionAttributeNames: { '#status': 'status' },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** The item that a lost condition was compared with. */
async function sendUpdate(
  client: DynamoDBClient,
  update: UpdateItemCommandInput,
): Promise<'written' | { readonly old: Reservation | undefined }> {
  try {
    await writeUncontended(() => client.send(new UpdateItemCommand(update)));
    return 'written';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { old: error.Item === undefined ? undefined : reservationFromItem(error.Item) };
  }
}

/** The condition and the domain's rule are one rule twice; that they part is a bug, and is not passed over. */
function lostOutcome<Outcome extends string>(outcome: Outcome, impossible: Outcome): Outcome {
  if (outcome === impossible) throw new Error(`The write refused what the domain calls ${impossible}`);
  return outcome;
}
