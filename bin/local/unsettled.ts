import type { EngineClient } from '../../local/engine/engine-client.ts';
import type { Pending } from '../../local/ports.ts';
import { scanItems } from './table-items.ts';

/** What has not come to rest in the shop itself: units that are held or in escrow, and orders whose stock or money is unsettled. */
export async function unsettled(
  engine: EngineClient,
  tables: { readonly inventory: string; readonly orders: string },
): Promise<Pending[]> {
  const [held, leased, inFlight] = await Promise.all([
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
  ]);
  return [
    ...(held.length > 0 ? [`${held.length} reservations are held`] : []),
    ...(leased.length > 0 ? [`${leased.length} SKUs have units in escrow`] : []),
    ...(inFlight.length > 0 ? [`${inFlight.length} orders are in flight`] : []),
  ];
}
