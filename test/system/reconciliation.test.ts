import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { parseEvent } from '../../domain/events/codec.ts';
import { reconciled } from '../support/differing-books.ts';
import { endFaults, hits, inject } from '../support/faults.ts';
import { testLawsAfterwards } from '../support/laws.ts';
import { allOf } from '../support/pages.ts';
import { type DiscrepancyView, discrepancySchema, problemSchema, read } from '../support/schemas.ts';
import { startSharedEngine } from '../support/shared-engine.ts';
import { useShop } from '../support/use-shop.ts';
import { atOnce, waitFor } from '../support/wait.ts';

const engine = await startSharedEngine();
afterAll(() => engine.stop());
const shop = useShop({ SWEEP_SECONDS: 1, SAGA_TIMEOUT_SECONDS: 10, DYNAMODB_ENDPOINT: engine.endpoint });

const measurement = z.object({ stack: z.string(), DiscrepanciesFound: z.int(), skus: z.optional(z.int()) });
const runs = () => shop().run.metrics.filter((line) => line.includes('DiscrepanciesFound'));
const measured = () => runs().map((line) => measurement.parse(JSON.parse(line)));

const discrepancies = (query = {}): Promise<DiscrepancyView[]> =>
  allOf(discrepancySchema, (page) => shop().client.discrepancies(shop().staff, { ...query, ...page }));

async function setByHand(sku: string, total: string, value: number): Promise<void> {
  await engine.call(shop().run, 'UpdateItem', 'Inventory', {
    Key: { pk: { S: `STOCK#${sku}` }, sk: { S: 'STOCK' } },
    UpdateExpression: 'SET #total = :value',
    ExpressionAttributeNames: { '#total': total },
    ExpressionAttributeValues: { ':value': { N: String(value) } },
  });
}

const methods = ['pm_card_visa', 'pm_card_chargeDeclined', 'pm_sim_capture_fails', 'pm_card_visa'] as const;

test('nothing is found while a hundred orders run, with events that come late, twice and in another order', async () => {
  const skus = await Promise.all([shop().newItem({ units: 200 }), shop().newItem({ units: 10 })]);
  await inject(shop(), 'reconciliation', [
    { at: 'delivery', fault: 'duplicate', probability: 0.2 },
    { at: 'delivery', fault: 'delay', probability: 0.2, delayMilliseconds: 1_500 },
    { at: 'delivery', fault: 'reorder', probability: 0.2, delayMilliseconds: 300 },
  ]);
  for (let round = 0; round < 4; round++) {
    await atOnce(25, (index) => {
      const sku = skus[index % 5 === 0 ? 1 : 0] ?? '';
      return shop().placeOne(sku, 1, methods[index % methods.length]);
    });
  }
  await shop().client.settle();
  expect((await hits(shop())).every((count) => count > 0)).toBe(true);
  await endFaults(shop());
  await reconciled(shop());
  expect(await discrepancies()).toEqual([]);
  const found = measured();
  expect(found.length).toBeGreaterThan(2);
  expect(found.filter(({ DiscrepanciesFound }) => DiscrepanciesFound !== 0)).toEqual([]);
  expect(found.at(-1)).toMatchObject({ stack: 'Holdfast', skus: skus.length });
});

test('a counter that is changed by hand is found, told and measured once, and resolved without being touched', async () => {
  const sku = await shop().newItem({ units: 10 });
  await shop().paidOrder(sku, 2);
  await shop().client.settle();
  await reconciled(shop());
  const lastBefore = (await shop().client.events()).at(-1)?.n ?? 0;
  await setByHand(sku, 'available', 5);

  const discrepancy = await waitFor('the discrepancy', async () => (await discrepancies())[0]);
  const difference = { available: -3, reserved: 0, sold: 0 };
  expect(discrepancy).toMatchObject({ kind: 'ledger', status: 'open', sku, difference });
  expect(discrepancy).toMatchObject({ counter: { available: 5, sold: 2 }, ledger: { available: 8, sold: 2 } });
  await reconciled(shop());
  await shop().client.settle();
  const told = (await shop().client.events(lastBefore)).map(({ detailType, detail }) => parseEvent(detailType, detail));
  expect(told.map(({ happening }) => happening.detailType)).toEqual(['StockDiscrepancyFound']);
  expect(told[0]?.metadata.version).toBe(discrepancy.revision);
  expect(told[0]?.happening.data).toMatchObject({ discrepancyId: discrepancy.discrepancyId, sku, difference });
  expect(measured().filter(({ DiscrepanciesFound }) => DiscrepanciesFound > 0)).toHaveLength(1);
  expect(await discrepancies()).toHaveLength(1);
  expect(shop().run.problems).toContain(discrepancy.discrepancyId);
  expect(await shop().stock(sku)).toMatchObject({ available: 5, sold: 2 });

  const key = randomUUID();
  const answer = await shop().client.resolve(shop().staff, discrepancy.discrepancyId, 'Three were broken', key);
  const { resolution } = read(answer, 200, discrepancySchema);
  expect(resolution).toMatchObject({ by: 'staff-member', note: 'Three were broken' });
  await shop().client.settle();
  expect(await shop().stock(sku)).toMatchObject({ available: 5, reserved: 0, sold: 2 });
  const [newest] = await shop().movements(sku);
  expect(newest).toMatchObject({ cause: 'adjusted', adjustmentId: resolution?.adjustmentId, ...difference });

  const again = await shop().client.resolve(shop().staff, discrepancy.discrepancyId, 'Three were broken', key);
  expect([again.status, again.text]).toEqual([200, answer.text]);
  const other = await shop().client.resolve(shop().staff, discrepancy.discrepancyId, 'Three were broken');
  expect(read(other, 409, problemSchema).code).toBe('discrepancy_already_resolved');
  await reconciled(shop());
  expect(await discrepancies({ status: 'open' })).toEqual([]);
});

testLawsAfterwards(shop);
