import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { DomainEvent } from '../../domain/events/event.ts';
import { reservationEvent } from '../../domain/inventory/reservation-event.ts';
import { type OrderTables, readReservation } from './changes.ts';
import { eventsFromItem, type Item, toItem } from './codec.ts';

/** All events of an order, oldest first: those stored with its changes, and the one that its reservation tells. */
export async function readOrderEvents(tables: OrderTables, orderId: string): Promise<DomainEvent[]> {
  const [stored, reservation] = await Promise.all([queryEvents(tables, orderId), readReservation(tables, orderId)]);
  const decision = reservation === undefined ? undefined : reservationEvent(reservation);
  return [...stored, ...(decision === undefined ? [] : [decision])].sort(
    (left, right) => left.detail.metadata.version - right.detail.metadata.version,
  );
}

async function queryEvents({ client, ordersTable }: OrderTables, orderId: string): Promise<DomainEvent[]> {
  const events: DomainEvent[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: ordersTable,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :event)',
        ExpressionAttributeValues: toItem({ ':pk': `ORDER#${orderId}`, ':event': 'EVENT#' }),
        ConsistentRead: true,
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      }),
    );
    events.push(...Items.flatMap(eventsFromItem));
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return events;
}
