import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DomainEvent } from '../../domain/events/event.ts';
import type { Order } from '../../domain/ordering/order.ts';
import { eventsToItem, orderFromItem, orderToItem } from './codec.ts';
import { writeTransaction } from './transaction.ts';

/** Writes a new order with its first event; where the order is there already, nothing is written and it is told. */
export async function insertOrder(
  client: DynamoDBClient,
  ordersTable: string,
  placed: { readonly order: Order; readonly events: readonly DomainEvent[] },
): Promise<{ readonly outcome: 'placed' } | { readonly outcome: 'exists'; readonly order: Order }> {
  const { order, events } = placed;
  const ifAbsent = { TableName: ordersTable, ConditionExpression: 'attribute_not_exists(pk)' };
  const result = await writeTransaction(client, [
    { Put: { ...ifAbsent, Item: orderToItem(order), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
    { Put: { ...ifAbsent, Item: eventsToItem(order.orderId, events) } },
  ]);
  if (result.outcome === 'written') return { outcome: 'placed' };
  const stored = result.refusals[0]?.item;
  if (stored === undefined) throw new Error(`Order ${order.orderId} was in the way, and was not returned`);
  return { outcome: 'exists', order: orderFromItem(stored) };
}
