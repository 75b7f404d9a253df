import { type DynamoDBClient, GetItemCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Reservation } from '../../domain/inventory/reservation.ts';
import type { Change, Decision } from '../../domain/ordering/change.ts';
import type { Order } from '../../domain/ordering/order.ts';
import { eventsToItem, orderFromItem, orderToItem, reservationFromItem, toItem, toKey } from './codec.ts';
import { ContentionError, pause } from './contention.ts';
import { orderKey, reservationKey } from './keys.ts';
import { reservationWrite } from './reservation-writes.ts';
import { stockUpdate } from './stock-updates.ts';
import { writeTransaction } from './transaction.ts';

/** Where orders and, for those who may decide on it, their reservations and stock stand. */
export type OrderTables = {
  readonly client: DynamoDBClient;
  readonly ordersTable: string;
  readonly inventoryTable?: string;
};

export async function readOrder({ client, ordersTable }: OrderTables, orderId: string): Promise<Order | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: ordersTable, Key: toKey(orderKey(orderId)), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : orderFromItem(Item);
}

export async function readReservation(
  { client, inventoryTable }: OrderTables,
  orderId: string,
): Promise<Reservation | undefined> {
  if (inventoryTable === undefined) return undefined;
  const { Item } = await client.send(
    new GetItemCommand({ TableName: inventoryTable, Key: toKey(reservationKey(orderId)), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : reservationFromItem(Item);
}

/** The transaction of a change. The order is compared by status, which is the rule, and by revision. */
export function changeTransaction(tables: Omit<OrderTables, 'client'>, change: Change): TransactWriteItem[] {
  const { before, after, events, reservation, stock } = change;
  return [
    orderPut(tables.ordersTable, before, after),
    ...(events.length === 0 ? [] : [eventsPut(tables.ordersTable, before.orderId, change)]),
    ...(reservation === undefined
      ? []
      : [reservationWrite(inventoryOf(tables), before.orderId, reservation, after.updatedAt)]),
    ...stock.map((stockChange) => stockUpdate(inventoryOf(tables), stockChange)),
  ];
}

function inventoryOf({ inventoryTable }: Omit<OrderTables, 'client'>): string {
  if (inventoryTable === undefined) throw new Error('This change needs the inventory table, which it was not given');
  return inventoryTable;
}

function orderPut(tableName: string, before: Order, after: Order): TransactWriteItem {
  return {
    Put: {
      TableName: tableName,
      Item: orderToItem(after),
      ConditionExpression: '#status = :status AND revision = :revision',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: toItem({ ':status': before.status, ':revision': before.revision }),
    },
  };
}

function eventsPut(tableName: string, orderId: string, { events }: Change): TransactWriteItem {
  return {
    Put: {
      TableName: tableName,
      Item: eventsToItem(orderId, events),
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

export type Decided<Outcome extends string> =
  | { readonly outcome: Outcome; readonly order: Order }
  | { readonly outcome: 'order_not_found'; readonly order?: never };

const attempts = 10;

/**
 * Decides about an order and writes the decision. Whoever loses a condition to somebody else reads again and decides
 * again, so that the outcome is always that of what is stored.
 * @param decide pure; may be called several times
 * @throws {ContentionError} when it loses every time
 */
export async function decideOrder<Outcome extends string>(
  tables: OrderTables,
  orderId: string,
  decide: (order: Order, reservation: Reservation | undefined) => Decision<Outcome>,
): Promise<Decided<Outcome>> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await pause(attempt);
    const [order, reservation] = await Promise.all([readOrder(tables, orderId), readReservation(tables, orderId)]);
    if (order === undefined) return { outcome: 'order_not_found' };
    const decided = await write(tables, order, decide(order, reservation));
    if (decided !== undefined) return decided;
  }
  throw new ContentionError(`Order ${orderId} kept changing while it was decided on`);
}

/** `undefined` when what was read is not what is stored any more. */
async function write<Outcome extends string>(
  tables: OrderTables,
  order: Order,
  decision: Decision<Outcome>,
): Promise<Decided<Outcome> | undefined> {
  const { outcome, change } = decision;
  if (outcome === 'stale') return undefined;
  if (change === undefined) return { outcome, order };
  const written = await writeTransaction(tables.client, changeTransaction(tables, change));
  return written.outcome === 'written' ? { outcome, order: change.after } : undefined;
}
