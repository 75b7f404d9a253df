import { randomUUID } from 'node:crypto';
import { catalogItemToItem, orderToItem, toItem } from '../../adapters/dynamodb/codec.ts';
import { stockKey } from '../../adapters/dynamodb/keys.ts';
import type { MeasuredShop } from '../../bin/cost/measured-shop.ts';
import type { PaidOrder } from '../../domain/ordering/order.ts';
import { dynamodb } from '../../local/engine/engine-client.ts';

const itemsPerRequest = 25;
const price = { amount: 1999, currency: 'USD' };

/**
 * Stores SKUs, each with stock and an order of it that was paid long ago, without asking anybody.
 * @returns the buyer of these orders
 */
export async function storeManyMore(shop: MeasuredShop, count: number, buyerId = `buyer-${randomUUID()}`) {
  const skus = Array.from({ length: count }, () => `stored-${randomUUID()}`);
  const stock = { available: 100, reserved: 0, sold: 1, revision: 3 };
  await store(
    shop,
    'CatalogTableName',
    skus.map((sku) => catalogItemToItem({ sku, name: 'A thing', price })),
  );
  await store(
    shop,
    'InventoryTableName',
    skus.map((sku) => toItem({ ...stockKey(sku), ...stock })),
  );
  await store(
    shop,
    'OrdersTableName',
    skus.map((sku, n) => orderToItem(paidOrder(sku, buyerId, n))),
  );
  return buyerId;
}

async function store(shop: MeasuredShop, output: string, items: readonly object[]): Promise<void> {
  const { engine, outputs } = shop.host;
  const pages = Math.ceil(items.length / itemsPerRequest);
  const requests = Array.from({ length: pages }, (_, page) =>
    items.slice(page * itemsPerRequest, (page + 1) * itemsPerRequest).map((Item) => ({ PutRequest: { Item } })),
  );
  const table = String(outputs[output]);
  await Promise.all(
    requests.map((writes) => engine.call(dynamodb('BatchWriteItem'), { RequestItems: { [table]: writes } })),
  );
}

function paidOrder(sku: string, buyerId: string, n: number): PaidOrder {
  const at = new Date(Date.UTC(2020, 0, 1) + n).toISOString();
  return {
    orderId: randomUUID().replaceAll('-', ''),
    buyerId,
    status: 'Paid',
    lines: [{ sku, name: 'A thing', quantity: 1, unitPrice: price }],
    total: price,
    paymentMethod: 'pm_card_visa',
    payment: { status: 'captured', attempts: 1 },
    reservation: { status: 'Committed', deadline: at },
    saga: { recoveries: 0, startedAt: at },
    correlationId: randomUUID(),
    fingerprint: '0'.repeat(64),
    createdAt: at,
    updatedAt: at,
    history: (['AwaitingValidation', 'StockConfirmed', 'Paid'] as const).map((status) => ({ at, status })),
    version: 5,
    revision: 4,
  };
}
