import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { toItem, toKey } from '../../../adapters/dynamodb/codec.ts';
import { stockKey } from '../../../adapters/dynamodb/keys.ts';
import { putMovements } from '../../../adapters/dynamodb/movements.ts';
import { insertDiscrepancy } from '../../../adapters/dynamodb/reconciliation/discrepancies.ts';
import { readStock } from '../../../adapters/dynamodb/stock.ts';
import { parseEvent } from '../../../domain/events/codec.ts';
import { movementsOf } from '../../../domain/inventory/movement.ts';
import type { Stock, StockTotals } from '../../../domain/inventory/stock.ts';
import { stockEvents } from '../../../domain/inventory/stock-events.ts';
import { type Finding, identityOf } from '../../../domain/reconciliation/discrepancy.ts';
import { compareStock } from '../../../domain/reconciliation/stock-books.ts';
import { digestId } from '../../../functions/digest-id.ts';
import { type Api, startApi } from './api.ts';
import { buyer, newKey, Shop, staff } from './shop.ts';

let api: Api;
let shop: Shop;
beforeAll(async () => {
  api = await startApi();
  shop = new Shop(api);
});
afterAll(() => api.stop());

const table = () => ({
  client: api.engine.client,
  inventoryTable: api.engine.tables.Inventory,
  movementsTable: api.engine.tables.Movements,
});

async function stockOf(sku: string): Promise<Stock> {
  const stock = await readStock(table().client, table().inventoryTable, sku);
  if (stock === undefined) throw new Error(`No stock of ${sku}`);
  return stock;
}

/** Writes the ledger rows that the latest change of the stock item tells, as the relay and the projection do. */
async function project(sku: string, before: Stock): Promise<void> {
  const events = stockEvents(before, await stockOf(sku), new Date().toISOString());
  const rows = events.flatMap(({ detailType, detail }) => {
    const { metadata, happening } = parseEvent(detailType, detail);
    return movementsOf(happening, metadata);
  });
  await putMovements(table(), rows);
}

async function changeByHand(sku: string, available: number): Promise<void> {
  await table().client.send(
    new UpdateItemCommand({
      TableName: table().inventoryTable,
      Key: toKey(stockKey(sku)),
      UpdateExpression: 'SET available = :available',
      ExpressionAttributeValues: toItem({ ':available': available }),
    }),
  );
}

async function receive(sku: string, delta: number): Promise<void> {
  const before = await stockOf(sku);
  await shop.adjust(sku, { delta, reason: 'received' });
  await project(sku, before);
}

/** A SKU of ten units of which somebody has taken three out of the counter. */
async function robbed(sku: string): Promise<void> {
  await shop.stockUp(sku, 0);
  await receive(sku, 10);
  await changeByHand(sku, 7);
}

let found = 0;

async function record(finding: Finding): Promise<string> {
  const discrepancyId = digestId(identityOf(finding));
  const foundAt = new Date(Date.parse('2026-01-01T00:00:00.000Z') + found++).toISOString();
  const stored = { ...finding, discrepancyId, foundAt, stockRevision: finding.revision, status: 'open' } as const;
  expect(await insertDiscrepancy(table(), stored)).toBe('inserted');
  expect(await insertDiscrepancy(table(), stored)).toBe('exists');
  return discrepancyId;
}

async function recordLedger(sku: string, ledger: StockTotals): Promise<string> {
  const finding = compareStock('ledger', await stockOf(sku), ledger);
  if (finding === undefined) throw new Error('They agree');
  return record(finding);
}

const tenUnits: StockTotals = { available: 10, reserved: 0, sold: 0 };

function resolve(
  id: string,
  { note = 'counted', key = newKey(), caller = staff }: { note?: string; key?: string; caller?: typeof staff } = {},
) {
  return api.call({ method: 'POST', path: `/operations/discrepancies/${id}/resolve`, caller, key, body: { note } });
}

async function sumOfLedger(sku: string): Promise<number> {
  const answer = await api.call({ method: 'GET', path: `/catalog/items/${sku}/movements`, caller: staff });
  const { items } = z.object({ items: z.array(z.object({ available: z.int() })) }).parse(answer.body);
  return items.reduce((sum, { available }) => sum + available, 0);
}

describe('a difference of the ledger', () => {
  test('is resolved by an entry that makes the ledger equal the counter, and touches no total', async () => {
    await robbed('mug');
    const id = await recordLedger('mug', tenUnits);
    const before = await stockOf('mug');
    const answer = await resolve(id, { note: 'three were broken' });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        discrepancyId: id,
        kind: 'ledger',
        status: 'resolved',
        sku: 'mug',
        revision: before.revision,
        counter: { available: 7, reserved: 0, sold: 0 },
        ledger: tenUnits,
        difference: { available: -3, reserved: 0, sold: 0 },
        resolution: { by: 'staff-1', note: 'three were broken', adjustmentId: expect.stringMatching(/^[a-z2-7]{32}$/) },
      },
    });
    await project('mug', before);
    expect(await sumOfLedger('mug')).toBe(7);
    expect(await shop.stock('mug')).toMatchObject({ available: 7, reserved: 0, sold: 0 });
    const told = stockEvents(before, await stockOf('mug'), '').map(({ detail }) => detail.data);
    expect(told).toEqual([
      expect.objectContaining({ delta: -3, reserved: 0, sold: 0, reason: 'correction', available: 7 }),
    ]);
  });

  test('is resolved although the SKU went on moving, since that leaves the difference as it is', async () => {
    await robbed('vase');
    const id = await recordLedger('vase', tenUnits);
    await receive('vase', 5);
    const before = await stockOf('vase');
    expect(await resolve(id)).toMatchObject({ status: 200 });
    await project('vase', before);
    expect(await sumOfLedger('vase')).toBe(12);
  });

  test('that is gone by now is resolved without an entry', async () => {
    await robbed('bowl');
    const id = await recordLedger('bowl', tenUnits);
    await changeByHand('bowl', 10);
    const before = await stockOf('bowl');
    const answer = await resolve(id);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: 'resolved', resolution: { by: 'staff-1' } });
    expect(answer.text).not.toContain('adjustmentId');
    expect(await stockOf('bowl')).toEqual(before);
  });

  test('that is another by now is not resolved, and nothing is written', async () => {
    await robbed('jug');
    const id = await recordLedger('jug', tenUnits);
    await changeByHand('jug', 6);
    const before = await shop.everything();
    const key = newKey();
    expect(await resolve(id, { key })).toMatchObject({ status: 409, body: { code: 'discrepancy_changed' } });
    expect(await shop.everything()).toEqual(before);
    await changeByHand('jug', 7);
    expect(await resolve(id, { key })).toMatchObject({ status: 200 });
  });

  test('that concerns no available units is told with a delta of 0', async () => {
    await shop.stockUp('pot', 0);
    await receive('pot', 4);
    const before = await stockOf('pot');
    await table().client.send(
      new UpdateItemCommand({
        TableName: table().inventoryTable,
        Key: toKey(stockKey('pot')),
        UpdateExpression: 'SET sold = :sold',
        ExpressionAttributeValues: toItem({ ':sold': 2 }),
      }),
    );
    const id = await recordLedger('pot', before);
    const untold = await stockOf('pot');
    expect(await resolve(id)).toMatchObject({ status: 200 });
    const [event] = stockEvents(untold, await stockOf('pot'), '');
    expect(event?.detail.data).toMatchObject({ delta: 0, reserved: 0, sold: 2 });
  });
});

describe('any other discrepancy', () => {
  const ofMoney = (orderId: string): Finding => ({
    kind: 'money',
    sku: 'mug',
    orderId,
    revision: 4,
    expected: 'captured',
    found: 'voided',
  });

  test('is resolved by who and why alone', async () => {
    const id = await record(ofMoney('order1'));
    const before = await shop.everything();
    const answer = await resolve(id, { note: 'charged by hand' });
    expect(answer.body).toEqual({
      discrepancyId: id,
      ...ofMoney('order1'),
      status: 'resolved',
      foundAt: expect.any(String),
      resolution: { by: 'staff-1', note: 'charged by hand', at: expect.any(String) },
    });
    expect(await shop.everything()).toEqual(before);
  });

  test('is answered again byte for byte, and only for the same request', async () => {
    const id = await record(ofMoney('order2'));
    const key = newKey();
    const [first, second] = await Promise.all([resolve(id, { key }), resolve(id, { key })]);
    expect(first.status).toBe(200);
    expect(second).toEqual(first);
    expect(await resolve(id, { key })).toEqual(first);
    expect(await resolve(id, { key, note: 'other' })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    expect(await resolve(id)).toMatchObject({ status: 409, body: { code: 'discrepancy_already_resolved' } });
  });
});

test('of many who resolve the same at once one does, and the others are told', async () => {
  await robbed('ewer');
  const id = await recordLedger('ewer', tenUnits);
  const { revision } = await stockOf('ewer');
  const answers = await Promise.all(Array.from({ length: 6 }, () => resolve(id)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
  const codes = answers.filter(({ status }) => status === 409).map(({ body }) => body);
  for (const body of codes) expect(body).toMatchObject({ code: 'discrepancy_already_resolved' });
  expect((await stockOf('ewer')).revision).toBe(revision + 1);
});

describe('a request that is refused', () => {
  test.each(['a'.repeat(32), 'no-id', 'ALL'])('names no discrepancy: %s', async (id) => {
    expect(await resolve(id)).toMatchObject({ status: 404, body: { code: 'discrepancy_not_found' } });
  });

  test('is for staff, with a note and a key', async () => {
    const id = await record({ kind: 'orders', sku: 'mug', orderId: 'o', revision: 1, expected: 'Held', found: 'none' });
    const path = `/operations/discrepancies/${id}/resolve`;
    const call = (body: unknown, key?: string, caller = staff) =>
      api.call({ method: 'POST', path, caller, body, ...(key === undefined ? {} : { key }) });
    expect(await call({ note: 'x' }, newKey(), { ...buyer, groups: [] })).toMatchObject({ status: 403 });
    expect(await call({ note: 'x' })).toMatchObject({ status: 400, body: { code: 'idempotency_key_required' } });
    for (const note of ['', 'x'.repeat(501), 5, undefined]) {
      const answer = await call({ note }, newKey());
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ pointer: '/note' }] } });
    }
    expect(await call({ note: 'x', by: 'me' }, newKey())).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/by' }] },
    });
    expect(await call({ note: 'x'.repeat(500) }, newKey())).toMatchObject({ status: 200 });
  });
});

describe('the list', () => {
  const list = (query: Record<string, string> = {}, caller = staff) =>
    api.call({ method: 'GET', path: '/operations/discrepancies', caller, query });
  const row = z.object({ discrepancyId: z.string(), status: z.string(), foundAt: z.string() });
  const listed = async (query: Record<string, string>) =>
    z.strictObject({ items: z.array(row), next: z.optional(z.string()) }).parse((await list(query)).body);

  test('is newest first, page by page, and can be filtered', async () => {
    const all = await listed({ limit: '100' });
    expect(all.items.length).toBe(found);
    expect(all.items.map(({ foundAt }) => foundAt)).toEqual(
      all.items
        .map(({ foundAt }) => foundAt)
        .sort()
        .toReversed(),
    );
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listed({ limit: '3', ...(cursor === undefined ? {} : { cursor }) });
      paged.push(...page.items.map(({ discrepancyId }) => discrepancyId));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(paged).toEqual(all.items.map(({ discrepancyId }) => discrepancyId));
    await record({ kind: 'orders', sku: 'mug', orderId: 'p', revision: 1, expected: 'Held', found: 'none' });
    const open = await listed({ status: 'open' });
    expect(open.items.map(({ status }) => status)).toEqual(['open']);
    const resolved = await listed({ status: 'resolved', limit: '100' });
    expect(resolved.items.length).toBe(found - 1);
  });

  test('is for staff, and refuses what it does not know', async () => {
    expect(await list({}, { ...buyer, groups: [] })).toMatchObject({ status: 403 });
    const foreign = Buffer.from(JSON.stringify({ after: 'mug' })).toString('base64url');
    const queries: Record<string, string>[] = [{ status: 'closed' }, { limit: '0' }, { cursor: foreign }];
    for (const query of queries) {
      expect(await list(query)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    }
  });
});
