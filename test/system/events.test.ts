import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { distinctEvents } from '../support/event-laws.ts';
import { testLawsAfterwards } from '../support/laws.ts';
import { scenario } from '../support/scenarios/scenario.ts';
import { pageOf, read } from '../support/schemas.ts';
import { useShop } from '../support/use-shop.ts';
import { atOnce } from '../support/wait.ts';

const shop = useShop();

/** The events about a SKU without an order, once each, in the order of their versions. */
async function stockEvents(sku: string) {
  await shop().client.settle();
  return distinctEvents(await shop().client.events())
    .filter(({ happening }) => 'sku' in happening.data && happening.data.sku === sku)
    .toSorted((one, other) => one.metadata.version - other.metadata.version);
}

async function countOf(sku: string, detailType: string): Promise<number> {
  return (await stockEvents(sku)).filter(({ happening }) => happening.detailType === detailType).length;
}

/** The types of an order's events by version, and what each was caused by. */
async function historyOf(orderId: string) {
  const events = distinctEvents(await shop().client.events()).filter(({ metadata }) => metadata.orderId === orderId);
  return events.toSorted((one, other) => one.metadata.version - other.metadata.version);
}

describe('the events of an order', () => {
  test.for([
    [
      'paid',
      'pm_card_visa',
      1,
      [
        'OrderStatusChangedToAwaitingValidation',
        'OrderStockConfirmed',
        'OrderStatusChangedToStockConfirmed',
        'OrderStatusChangedToPaid',
        'OrderPaymentSucceeded',
      ],
    ],
    [
      'declined',
      'pm_card_chargeDeclined',
      1,
      [
        'OrderStatusChangedToAwaitingValidation',
        'OrderStockConfirmed',
        'OrderStatusChangedToStockConfirmed',
        'OrderPaymentFailed',
        'OrderStatusChangedToCancelled',
        'OrderStockReleased',
      ],
    ],
    [
      'refused for stock',
      'pm_card_visa',
      0,
      ['OrderStatusChangedToAwaitingValidation', 'OrderStockRejected', 'OrderStatusChangedToCancelled'],
    ],
  ] as const)('%s tell what happened to it, in order, and trace one correlation', async ([, method, units, types]) => {
    const { orderId } = await shop().placeOne(await shop().newItem({ units }), 1, method);
    await shop().ended(orderId);
    await shop().client.settle();
    const history = await historyOf(orderId);
    expect(history.map(({ happening }) => happening.detailType)).toEqual(types);
    expect(new Set(history.map(({ metadata }) => metadata.correlationId)).size).toBe(1);
    expect(history[1]?.metadata.causationId).toBe(history[0]?.metadata.eventId);
  });

  test('are what staff read of the order, oldest first', async () => {
    const { orderId } = await shop().paidOrder(await shop().newItem({ units: 1 }));
    await shop().client.settle();
    const answer = await shop().client.orderEvents(shop().staff, orderId);
    const stored = z.object({ detailType: z.string() });
    const { items } = read(answer, 200, pageOf(stored));
    const told = await historyOf(orderId);
    expect(items.map(({ detailType }) => detailType)).toEqual(told.map(({ happening }) => happening.detailType));
  });
});

describe('50 orders at once', () => {
  test(scenario('threshold crossed by 50 concurrent orders', 'once, and once more after new stock'), async () => {
    const sku = await shop().newItem({ units: 60, restockThreshold: 30 });
    await shop().settled(await atOnce(50, () => shop().placeOne(sku)));
    expect(await countOf(sku, 'StockBelowRestockThreshold')).toBe(1);
    await shop().receive(sku, 40);
    await shop().settled(await atOnce(50, () => shop().placeOne(sku)));
    expect(await countOf(sku, 'StockBelowRestockThreshold')).toBe(2);
    expect(await countOf(sku, 'StockDepleted')).toBe(1);
    const [crossing] = (await stockEvents(sku)).filter(
      ({ happening }) => happening.detailType === 'StockBelowRestockThreshold',
    );
    expect(crossing?.happening.data).toEqual({ sku, available: 29, restockThreshold: 30 });
  });

  test(scenario('threshold crossed by 50 concurrent orders', 'a SKU is depleted once'), async () => {
    const sku = await shop().newItem({ units: 25 });
    await shop().settled(await atOnce(50, () => shop().placeOne(sku)));
    expect(await countOf(sku, 'StockDepleted')).toBe(1);
  });
});

test('every adjustment is told once, with what it left', async () => {
  const sku = await shop().newItem({ units: 10 });
  await shop().client.adjust(shop().staff, sku, { delta: -4, reason: 'damaged' });
  const events = await stockEvents(sku);
  expect(events.map(({ happening }) => happening.data)).toMatchObject([
    { delta: 10, reason: 'received', available: 10 },
    { delta: -4, reason: 'damaged', available: 6 },
  ]);
  const versions = events.map(({ metadata }) => metadata.version);
  expect(versions).toEqual([...new Set(versions)].sort((one, other) => one - other));
});

testLawsAfterwards(shop);
