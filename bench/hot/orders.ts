import { randomUUID } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { toItem } from '../../adapters/dynamodb/codec.ts';
import { stockKey } from '../../adapters/dynamodb/keys.ts';
import type { InventoryTable } from '../../adapters/dynamodb/reservations.ts';
import { readStock } from '../../adapters/dynamodb/stock.ts';
import type { AdmittedOrder } from '../../domain/inventory/hot.ts';

/** More than any bench asks for. */
const UNITS = 1_000_000_000;

/** An order of one unit that waits for its stock. */
export function newOrder(sku: string): AdmittedOrder {
  const orderId = randomUUID();
  const lines = [{ sku, quantity: 1 }];
  return { orderId, lines, eventVersion: 1, eventId: `${orderId}-1`, correlationId: orderId };
}

/** Puts a stock item in place that nobody has reserved of. */
export async function stockUp({ client, inventoryTable }: InventoryTable, sku: string): Promise<void> {
  const totals = { available: UNITS, reserved: 0, sold: 0, revision: 1 };
  await client.send(new PutItemCommand({ TableName: inventoryTable, Item: toItem({ ...stockKey(sku), ...totals }) }));
}

/**
 * What is not measured has to be right, too.
 * @throws when the item does not hold exactly so many units reserved, and all others available
 */
export async function checkReserved(table: InventoryTable, sku: string, reserved: number): Promise<void> {
  const stock = await readStock(table.client, table.inventoryTable, sku);
  if (stock?.reserved === reserved && stock.available === UNITS - reserved) return;
  throw new Error(`${sku} should have ${reserved} units reserved: ${JSON.stringify(stock)}`);
}
