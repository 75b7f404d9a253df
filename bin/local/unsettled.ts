import type { EngineClient } from '../../local/engine/engine-client.ts';
import type { Pending } from '../../local/ports.ts';
import { scanItems } from './table-items.ts';

/**
 * What has not come to rest in the shop itself: units that are held or in escrow, orders whose stock or money is
 * unsettled, and what the stock totals have not followed yet.
 */
export async function unsettled(
  engine: EngineClient,
  tables: { readonly inventory: string; readonly orders: string },
): Promise<Pending[]> {
  const [held, leased, inFlight, uncounted, counting] = await Promise.all([
    scanItems(engine, {
      TableName: tables.inventory,
      ConsistentRead: true,
      FilterExpression: 'sk = :sk AND #status = :status',
      ProjectionExpression: 'pk',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':sk': { S: 'RESERVATION' }, ':status': { S: 'Held' } },
    }),
    scanItems(engine, {
      TableName: tables.inventory,
      ConsistentRead: true,
      FilterExpression: 'sk = :sk AND attribute_exists(leases) AND leases <> :none',
      ProjectionExpression: 'pk',
      ExpressionAttributeValues: { ':sk': { S: 'STOCK' }, ':none': { M: {} } },
    }),
    scanItems(engine, { TableName: tables.orders, IndexName: 'inFlight', ProjectionExpression: 'pk' }),
    scanItems(engine, {
      TableName: tables.inventory,
      ConsistentRead: true,
      FilterExpression: 'attribute_exists(uncountedSince)',
      ProjectionExpression: 'pk',
    }),
    scanItems(engine, {
      TableName: tables.inventory,
      ConsistentRead: true,
      FilterExpression: 'sk = :sk AND attribute_exists(counts) AND counts <> :none',
      ProjectionExpression: 'pk, counts',
      ExpressionAttributeValues: { ':sk': { S: 'STOCK' }, ':none': { M: {} } },
    }),
  ]);
  return [
    ...(held.length > 0 ? [`${held.length} reservations are held`] : []),
    ...(leased.length > 0 ? [`${leased.length} SKUs have units in escrow`] : []),
    ...(uncounted.length > 0 ? [`${uncounted.length} reservations are not counted`] : []),
    ...(counting.length > 0 ? [`${counting.length} SKUs are being counted`] : []),
    ...(inFlight.length > 0 ? [`${inFlight.length} orders are in flight`] : []),
  ];
}
