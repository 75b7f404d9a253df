import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readReservation } from '../../../adapters/dynamodb/changes.ts';
import { reservationToItem, toItem } from '../../../adapters/dynamodb/codec.ts';
import { stockKey } from '../../../adapters/dynamodb/keys.ts';
import { closeReservation, pinReservation, reserveStock } from '../../../adapters/dynamodb/reservations.ts';
import { readStock } from '../../../adapters/dynamodb/stock.ts';
import { closeOutcome, pinOutcome, type Reservation } from '../../../domain/inventory/reservation.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.stop());

const tables = () => ({
  client: engine.client,
  ordersTable: engine.tables.Orders,
  inventoryTable: engine.tables.Inventory,
});

const times = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.000Z', '2026-01-01T00:00:02.000Z'] as const;
const instants = fc.constantFrom(...times);

let made = 0;
const nextId = () => `order${made++}`;

const claims = fc.record(
  {
    pin: fc.constantFrom(1, 2),
    wish: fc.constant({ requestedAt: times[0], by: 'buyer' as const }),
    closing: fc.constant({ cause: 'expired' as const, at: times[0] }),
  },
  { requiredKeys: [] },
);

const reservations: fc.Arbitrary<Reservation> = fc
  .tuple(fc.constantFrom('Held', 'Committed', 'Released', 'Expired'), instants, claims)
  .map(([status, deadline, claimed]) => {
    const decided = { orderId: nextId(), version: 2, decidedAt: times[0], correlationId: 'c', causationId: 'e' };
    return { ...decided, status, deadline, lines: [{ sku: 'mug', quantity: 1 }], ...claimed } as Reservation;
  });

async function store(reservation: Reservation): Promise<void> {
  await engine.client.send(
    new PutItemCommand({ TableName: engine.tables.Inventory, Item: reservationToItem(reservation) }),
  );
}

async function stock(available: number): Promise<string> {
  const sku = `sku${made++}`;
  const Item = toItem({ ...stockKey(sku), available });
  await engine.client.send(new PutItemCommand({ TableName: engine.tables.Inventory, Item }));
  return sku;
}

const totals = async (sku: string) => {
  const read = await readStock(engine.client, engine.tables.Inventory, sku);
  return read && [read.available, read.reserved, read.sold];
};

function request(orderId: string, lines: readonly (readonly [sku: string, quantity: number])[]) {
  const unitPrice = { amount: 1, currency: 'USD' };
  return {
    orderId,
    lines: lines.map(([sku, quantity]) => ({ sku, name: sku, quantity, unitPrice })),
    eventVersion: 1,
    eventId: `${orderId}.1`,
    correlationId: 'c',
    decidedAt: times[0],
  };
}

describe('the conditions on a reservation are the rules of the domain', () => {
  test('pinning', async () => {
    await fc.assert(
      fc.asyncProperty(reservations, instants, async (reservation, at) => {
        await store(reservation);
        const outcome = await pinReservation(tables(), reservation.orderId, 1, at);
        expect(outcome).toBe(pinOutcome(reservation, 1, at));
        const stored = await readReservation(tables(), reservation.orderId);
        expect(stored).toEqual(outcome === 'pinned' ? { ...reservation, pin: 1 } : reservation);
      }),
      { numRuns: 150 },
    );
  });

  test('closing', async () => {
    await fc.assert(
      fc.asyncProperty(reservations, async (reservation) => {
        await store(reservation);
        const outcome = await closeReservation(tables(), reservation.orderId, 'payment_timeout', times[2]);
        expect(outcome).toBe(closeOutcome(reservation));
        const closing = { cause: 'payment_timeout', at: times[2] };
        const stored = await readReservation(tables(), reservation.orderId);
        expect(stored).toEqual(outcome === 'closed' ? { ...reservation, closing } : reservation);
      }),
      { numRuns: 100 },
    );
  });

  test('nothing is pinned or closed where nothing is reserved', async () => {
    expect(await pinReservation(tables(), nextId(), 1, times[0])).toBe('not_held');
    expect(await closeReservation(tables(), nextId(), 'expired', times[0])).toBe('not_held');
  });
});

describe('reserving', () => {
  test('takes all lines', async () => {
    const [left, right] = [await stock(5), await stock(5)];
    const orderId = nextId();
    const outcome = await reserveStock(
      tables(),
      request(orderId, [
        [left, 2],
        [right, 5],
      ]),
      60,
    );
    expect(outcome).toEqual({ outcome: 'held', conflicts: 0 });
    expect([await totals(left), await totals(right)]).toEqual([
      [3, 2, 0],
      [0, 5, 0],
    ]);
    expect(await readReservation(tables(), orderId)).toMatchObject({ status: 'Held', version: 2 });
  });

  test('takes none when one is short, and names every short one', async () => {
    const [enough, short, none] = [await stock(5), await stock(1), await stock(0)];
    const orderId = nextId();
    const lines = [
      [enough, 2],
      [short, 3],
      [none, 1],
      ['unknown-sku', 4],
    ] as const;
    const shortages = [
      { sku: short, requested: 3, available: 1 },
      { sku: none, requested: 1, available: 0 },
      { sku: 'unknown-sku', requested: 4, available: 0 },
    ];
    expect(await reserveStock(tables(), request(orderId, lines), 60)).toEqual({
      outcome: 'rejected',
      shortages,
      conflicts: 0,
    });
    expect([await totals(enough), await totals(short)]).toEqual([
      [5, 0, 0],
      [1, 0, 0],
    ]);
    expect(await readReservation(tables(), orderId)).toMatchObject({ status: 'Rejected', shortages });
  });

  test('a rejection is as durable as a reservation: a repeat gets the same answer', async () => {
    const sku = await stock(0);
    const rejected = request(nextId(), [[sku, 1]]);
    expect(await reserveStock(tables(), rejected, 60)).toMatchObject({ outcome: 'rejected' });
    await engine.client.send(
      new PutItemCommand({ TableName: engine.tables.Inventory, Item: toItem({ ...stockKey(sku), available: 9 }) }),
    );
    expect(await reserveStock(tables(), rejected, 60)).toEqual({
      outcome: 'exists',
      status: 'Rejected',
      conflicts: 0,
    });
    expect(await totals(sku)).toEqual([9, 0, 0]);
  });

  test('the same order twice at once is reserved once', async () => {
    const sku = await stock(10);
    const twice = request(nextId(), [[sku, 3]]);
    const outcomes = await Promise.all([1, 2, 3].map(() => reserveStock(tables(), twice, 60)));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['exists', 'exists', 'held']);
    expect(await totals(sku)).toEqual([7, 3, 0]);
  });

  test('a cancellation that came first is honoured', async () => {
    const sku = await stock(10);
    const orderId = nextId();
    await store({ orderId, status: 'Released', lines: [] });
    expect(await reserveStock(tables(), request(orderId, [[sku, 3]]), 60)).toEqual({
      outcome: 'refused',
      conflicts: 0,
    });
    expect(await totals(sku)).toEqual([10, 0, 0]);
  });

  test('never sells more than there is, and sells all of it', async () => {
    const sku = await stock(10);
    const orders = Array.from({ length: 60 }, () => request(nextId(), [[sku, 1]]));
    const outcomes = await Promise.all(orders.map((order) => reserveStock(tables(), order, 60)));
    expect(outcomes.filter(({ outcome }) => outcome === 'held')).toHaveLength(10);
    expect(await totals(sku)).toEqual([0, 10, 0]);
  });
});
