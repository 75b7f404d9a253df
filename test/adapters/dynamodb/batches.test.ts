import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { batchGet } from '../../../adapters/dynamodb/batch-get.ts';
import { toItem } from '../../../adapters/dynamodb/codec.ts';
import { ContentionError } from '../../../adapters/dynamodb/contention.ts';
import { stockKey } from '../../../adapters/dynamodb/keys.ts';
import { listMovements, putMovements } from '../../../adapters/dynamodb/movements.ts';
import { type Movement, movementPosition } from '../../../domain/inventory/movement.ts';
import { addSeconds } from '../../../domain/time.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.stop());

const table = () => ({ client: engine.client, movementsTable: engine.tables.Movements });

function movements(sku: string, count: number): Movement[] {
  return Array.from({ length: count }, (_, index) => ({
    movementId: `${sku}.${index}`,
    sku,
    at: addSeconds('2026-01-01T00:00:00.000Z', Math.floor(index / 3)),
    cause: 'adjusted',
    adjustmentId: String(index),
    available: index,
    reserved: 0,
    sold: 0,
  }));
}

/** A busy table: of each batch it takes the first entry only, and hands the others back. */
function takeOneOfEach(): { readonly end: () => void } {
  const name = 'takeOneOfEach';
  engine.client.middlewareStack.add(
    (next) => async (args) => {
      if (!('RequestItems' in args.input)) return next(args);
      const [[tableName, request] = ['', []]] = Object.entries(args.input.RequestItems ?? {});
      if (Array.isArray(request)) {
        const taken = await next({ ...args, input: { RequestItems: { [tableName]: request.slice(0, 1) } } });
        return { ...taken, output: { ...taken.output, UnprocessedItems: rest(tableName, request) } };
      }
      const Keys = request.Keys ?? [];
      const taken = await next({ ...args, input: { RequestItems: { [tableName]: { Keys: Keys.slice(0, 1) } } } });
      const left = Object.entries(rest(tableName, Keys)).map(([table, keys]) => [table, { Keys: keys }]);
      return { ...taken, output: { ...taken.output, UnprocessedKeys: Object.fromEntries(left) } };
    },
    { step: 'initialize', name },
  );
  return { end: () => engine.client.middlewareStack.remove(name) };
}

/** As DynamoDB tells what it has left: nothing at all when it has left nothing. */
function rest<Entry>(tableName: string, entries: readonly Entry[]): Record<string, Entry[]> {
  return entries.length > 1 ? { [tableName]: entries.slice(1) } : {};
}

describe('the ledger of a SKU', () => {
  test('is listed newest first, page by page', async () => {
    const written = movements('mug', 60);
    await putMovements(table(), written);
    await putMovements(table(), movements('mug-2', 3));
    const listed: Movement[] = [];
    for (;;) {
      const last = listed.at(-1);
      const page = await listMovements(table(), 'mug', {
        limit: 7,
        ...(last === undefined ? {} : { after: movementPosition(last) }),
      });
      if (page.length === 0) break;
      listed.push(...page);
    }
    const newestFirst = written.toSorted((left, right) => (movementPosition(left) < movementPosition(right) ? 1 : -1));
    expect(listed).toEqual(newestFirst);
  });

  test('has a movement once, however often it is written', async () => {
    const twice = movements('cup', 2);
    await putMovements(table(), twice);
    await putMovements(table(), twice);
    expect(await listMovements(table(), 'cup', { limit: 10 })).toHaveLength(2);
  });
});

describe('a busy table', () => {
  test('is sent what it has left unwritten', async () => {
    const busy = takeOneOfEach();
    await putMovements(table(), movements('busy', 4));
    busy.end();
    expect(await listMovements(table(), 'busy', { limit: 10 })).toHaveLength(4);
  });

  test('is asked for what it has left unread', async () => {
    const keys = ['a', 'b', 'c'].map(stockKey);
    const TableName = engine.tables.Inventory;
    await Promise.all(keys.map((key) => engine.client.send(new PutItemCommand({ TableName, Item: toItem(key) }))));
    const busy = takeOneOfEach();
    const items = await batchGet(engine.client, TableName, [...keys, stockKey('absent')]);
    busy.end();
    expect(items.map((item) => item.pk?.S).sort()).toEqual(['STOCK#a', 'STOCK#b', 'STOCK#c']);
  });

  test('is given up on, and named', async () => {
    const busy = takeOneOfEach();
    await expect(putMovements(table(), movements('stuck', 20))).rejects.toThrow(ContentionError);
    busy.end();
  });
});

test('more keys than one request takes are read in several', async () => {
  const keys = Array.from({ length: 101 }, (_, index) => stockKey(`many-${index}`));
  const TableName = engine.tables.Inventory;
  await Promise.all(keys.map((key) => engine.client.send(new PutItemCommand({ TableName, Item: toItem(key) }))));
  expect(await batchGet(engine.client, TableName, keys, true)).toHaveLength(101);
});
