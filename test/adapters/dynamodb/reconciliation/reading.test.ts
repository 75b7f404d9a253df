import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putCatalogItem } from '../../../../adapters/dynamodb/catalog.ts';
import { putMovements } from '../../../../adapters/dynamodb/movements.ts';
import { insertOrder } from '../../../../adapters/dynamodb/placing.ts';
import type { Place } from '../../../../adapters/dynamodb/reconciliation/codec.ts';
import { ledgerReader } from '../../../../adapters/dynamodb/reconciliation/ledger-reader.ts';
import { type WalkPage, walkOrders, walkSkus } from '../../../../adapters/dynamodb/reconciliation/walks.ts';
import { placeOrder } from '../../../../domain/ordering/place.ts';
import { emptyFold } from '../../../../domain/reconciliation/ledger-fold.ts';
import { addSeconds } from '../../../../domain/time.ts';
import { startTestEngine, type TestEngine } from '../../../support/engine.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.stop());

const start = '2026-01-01T00:00:00.000Z';
const tables = () => ({
  client: engine.client,
  catalogTable: engine.tables.Catalog,
  inventoryTable: engine.tables.Inventory,
  movementsTable: engine.tables.Movements,
  ordersTable: engine.tables.Orders,
});

describe('a walk', () => {
  /** Every id that a walk visits, page by page, from each page's next place. */
  async function visited(page: (from: Place | undefined) => Promise<WalkPage>): Promise<string[]> {
    const ids: string[] = [];
    let from: Place | undefined;
    do {
      const { ids: found, next } = await page(from);
      ids.push(...found);
      from = next;
    } while (from !== undefined);
    return ids.sort();
  }

  test.each([1, 4, 100])('visits each SKU once, %i a page', async (limit) => {
    const skus = Array.from({ length: 9 }, (_, index) => `sku${index}`);
    const item = { name: 'x', price: { amount: 1, currency: 'USD' } };
    for (const sku of skus) await putCatalogItem(tables(), { sku, ...item }, '2026-01-01T00:00:00.000Z');
    expect(await visited((from) => walkSkus(tables(), from, limit))).toEqual(skus);
  });

  test.each([1, 4, 100])('visits each order of an index once, %i a page', async (limit) => {
    const orderIds = Array.from({ length: 9 }, (_, index) => `order${index}`);
    for (const [index, orderId] of orderIds.entries()) {
      const line = { sku: 'mug', name: 'Mug', quantity: 1, unitPrice: { amount: 1, currency: 'USD' } };
      const texts = { buyerId: 'buyer', currency: 'USD', paymentMethod: 'pm', fingerprint: 'f', correlationId: 'c' };
      const at = addSeconds(start, index);
      const placed = placeOrder({ ...texts, orderId, lines: [line], at, gracePeriodSeconds: 0 });
      await insertOrder(engine.client, engine.tables.Orders, placed);
    }
    for (const index of ['byPlacement', 'inFlight'] as const) {
      expect(await visited((from) => walkOrders(tables(), index, from, limit))).toEqual(orderIds);
    }
  });
});

describe('reading a ledger', () => {
  /** So long that fifty rows take more than the 1 MB of a page. */
  const longId = 'x'.repeat(30_000);
  const rows = Array.from({ length: 50 }, (_, index) => ({
    movementId: `event${index}.urn`,
    sku: 'urn',
    at: addSeconds(start, index),
    cause: 'adjusted' as const,
    adjustmentId: longId,
    available: index,
    reserved: 1,
    sold: 0,
  }));
  const whole = { available: (49 * 50) / 2, reserved: 50, sold: 0 };

  test('goes through all of its pages, or is told to be incomplete, and goes on from there', async () => {
    await putMovements(tables(), rows);
    const never = addSeconds(start, 1_000);
    const all = await ledgerReader(tables(), 'urn', () => true)(emptyFold, never);
    expect(all).toMatchObject({
      complete: true,
      totals: whole,
      fold: { ...whole, after: `${rows[49]?.at}#event49.urn` },
    });
    const part = await ledgerReader(tables(), 'urn', () => false)(emptyFold, never);
    expect(part.complete).toBe(false);
    const rest = await ledgerReader(tables(), 'urn', () => false)(part.fold, never);
    expect(rest).toMatchObject({ complete: true, totals: whole });
  });

  test('remembers no more than what is old', async () => {
    const { totals, fold } = await ledgerReader(tables(), 'urn', () => true)(emptyFold, addSeconds(start, 10));
    expect(totals).toEqual(whole);
    expect(fold).toEqual({ available: 45, reserved: 10, sold: 0, after: `${rows[9]?.at}#event9.urn` });
  });
});
