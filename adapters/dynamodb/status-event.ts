import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { DomainEvent } from '../../domain/events/event.ts';
import type { Order } from '../../domain/ordering/order.ts';
import { eventsFromItem, toKey } from './codec.ts';
import { eventKey } from './keys.ts';

/** The stored events that begin with the order's version: the latest that it told, where they were one. */
export async function readLatestEvents(
  client: DynamoDBClient,
  ordersTable: string,
  { orderId, version }: Pick<Order, 'orderId' | 'version'>,
): Promise<DomainEvent[]> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: ordersTable, Key: toKey(eventKey(orderId, version)), ConsistentRead: true }),
  );
  return Item === undefined ? [] : eventsFromItem(Item);
}
