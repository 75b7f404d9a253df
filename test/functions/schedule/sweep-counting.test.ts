import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toItem, toKey } from '../../../adapters/dynamodb/codec.ts';
import { countReservations } from '../../../adapters/dynamodb/counting/count.ts';
import { stockKey } from '../../../adapters/dynamodb/keys.ts';
import { sweepCounting } from '../../../functions/schedule/sweep-counting.ts';
import { Died, MortalClient } from '../../adapters/dynamodb/counting/mortal-client.ts';
import { at, later, Shelf } from '../../adapters/dynamodb/counting/shelf.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.stop());

/** After its token, its record and its claim. */
const beforeItCloses = 3;

test('a batch that cannot be ended keeps no other from it, and is told', async () => {
  const shelf = await Shelf.stock(engine, 3, 10);
  const [first = '', broken = '', last = ''] = shelf.skus.toSorted();
  for (const sku of shelf.skus) {
    const orderId = await shelf.hold([{ sku, quantity: 2 }]);
    await shelf.end(orderId, 'commit');
    const worker = new MortalClient(engine.client, beforeItCloses);
    const counting = countReservations(shelf.table(worker), await shelf.reservations([orderId]), at);
    await expect(counting).rejects.toThrow(Died);
  }
  await setReserved(broken, 0);
  await expect(sweepCounting(shelf.table(), later, 60, () => true)).rejects.toThrow('1 counting batches');
  expect(await shelf.totals(first)).toEqual({ available: 8, reserved: 0, sold: 2 });
  expect(await shelf.totals(last)).toEqual({ available: 8, reserved: 0, sold: 2 });
  await setReserved(broken, 2);
  expect(await sweepCounting(shelf.table(), later, 60, () => true)).toEqual({ batches: 1, steps: 0 });
  expect(await shelf.totals(broken)).toEqual({ available: 8, reserved: 0, sold: 2 });
});

/** Somebody's hand in the books. */
async function setReserved(sku: string, reserved: number): Promise<void> {
  await engine.client.send(
    new UpdateItemCommand({
      TableName: engine.tables.Inventory,
      Key: toKey(stockKey(sku)),
      UpdateExpression: 'SET reserved = :reserved',
      ExpressionAttributeValues: toItem({ ':reserved': reserved }),
    }),
  );
}
