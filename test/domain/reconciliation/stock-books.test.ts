import { expect, test } from 'vitest';
import { parseEvent } from '../../../domain/events/codec.ts';
import { movementsOf } from '../../../domain/inventory/movement.ts';
import type { Stock } from '../../../domain/inventory/stock.ts';
import { stockEvents } from '../../../domain/inventory/stock-events.ts';
import { type Discrepancy, identityOf, subjectOf } from '../../../domain/reconciliation/discrepancy.ts';
import { discrepancyEvent } from '../../../domain/reconciliation/discrepancy-event.ts';
import { compareHeld, compareStock, heldUnits } from '../../../domain/reconciliation/stock-books.ts';
import { at, committed, held, rejected } from '../ordering.ts';

const stock: Stock = { sku: 'mug', available: 3, reserved: 2, sold: 1, revision: 7 };

test('the units that are held are those of held reservations', () => {
  const jar = {
    ...held,
    orderId: 'other',
    lines: [
      { sku: 'mug', quantity: 1 },
      { sku: 'jar', quantity: 4 },
    ],
  };
  expect(heldUnits([held, committed, rejected, jar])).toEqual(
    new Map([
      ['mug', 3],
      ['jar', 4],
    ]),
  );
});

test('what is reserved is what is held', () => {
  expect(compareHeld(stock, 2)).toBeUndefined();
  expect(compareHeld(stock, 5)).toMatchObject({
    kind: 'reservations',
    revision: 7,
    ledger: { available: 3, reserved: 5, sold: 1 },
    difference: { available: 0, reserved: -3, sold: 0 },
  });
});

const finding = compareStock('ledger', stock, { available: 5, reserved: 2, sold: 0 });
if (finding === undefined) throw new Error('They differ');
const order = {
  kind: 'money',
  sku: 'mug',
  orderId: 'order',
  revision: 7,
  expected: 'captured',
  found: 'voided',
} as const;
const record = { discrepancyId: 'id', foundAt: at, stockRevision: 7, status: 'open' } as const;

test.each<Discrepancy>([
  { ...finding, ...record },
  { ...order, ...record },
])('a discrepancy of kind $kind tells an event of its SKU', (discrepancy) => {
  const { source, detailType, detail } = discrepancyEvent(discrepancy);
  expect(source).toBe('holdfast.inventory');
  const { metadata, happening } = parseEvent(detailType, detail);
  expect(metadata).toMatchObject({ version: 7, correlationId: 'id', eventId: 'mug.id.StockDiscrepancyFound' });
  expect(metadata.orderId).toBeUndefined();
  expect(happening.data).toMatchObject({ discrepancyId: 'id', sku: 'mug', kind: discrepancy.kind });
  expect(movementsOf(happening, metadata)).toEqual([]);
});

test('a finding is another one at another revision, and of the same subject', () => {
  const later = { ...finding, revision: 8 };
  expect(identityOf(later)).not.toEqual(identityOf(finding));
  expect(subjectOf(later)).toBe(subjectOf(finding));
  expect(identityOf({ ...order, found: 'refunded' })).not.toEqual(identityOf(order));
});

test('a correction of the ledger is told with all its deltas, and is a movement of all three totals', () => {
  const adjustment = {
    adjustmentId: 'a',
    delta: 0,
    reserved: -2,
    sold: 1,
    reason: 'correction',
    at,
    correlationId: 'c',
  } as const;
  const [event, ...others] = stockEvents(stock, { ...stock, revision: 8, adjustment }, at);
  if (event === undefined) throw new Error('It tells nothing');
  expect(others).toEqual([]);
  const { metadata, happening } = parseEvent(event.detailType, event.detail);
  expect(movementsOf(happening, metadata)).toEqual([
    expect.objectContaining({ cause: 'adjusted', adjustmentId: 'a', available: 0, reserved: -2, sold: 1 }),
  ]);
});
