import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSettled } from '../../domain/ordering/order.ts';
import { placeOrder } from '../../domain/ordering/place.ts';
import { addSeconds } from '../../domain/time.ts';
import { type Step, steps } from './steps.ts';
import type { World } from './world.ts';

const stepNames = Object.keys(steps) as Step[];
const start = '2026-01-01T00:00:00.000Z';
const stockOf = { left: 5, right: 2 };
const orderId = 'order';

type Scenario = { grace: boolean; quantities: [number, number]; paymentMethod: string };

const scenarios: fc.Arbitrary<Scenario> = fc.record({
  grace: fc.boolean(),
  quantities: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  paymentMethod: fc.constantFrom('pm_card_visa', 'pm_card_chargeDeclined', 'pm_sim_capture_fails'),
});

/** A step is decided on what was read `age` steps ago, and written on what is there now. */
type Move = { step: Step; age: number; secondsLater: number };
const aside = fc.record({
  step: fc.constantFrom(...stepNames),
  age: fc.constantFrom(0, 0, 1, 3),
  secondsLater: fc.constantFrom(0, 0, 1, 45),
});

/** The compensation, as far as it comes before its worker dies. */
const compensations: readonly (readonly Step[])[] = [
  ['close', 'void_unrecorded'],
  ['close', 'settle'],
  ['close', 'settle', 'release'],
];
const compensation: fc.Arbitrary<Move[]> = fc
  .constantFrom(...compensations)
  .map((names) => names.map((step) => ({ step, age: 0, secondsLater: 0 })));
const asides = fc.oneof(
  { weight: 4, arbitrary: fc.array(aside, { maxLength: 3 }) },
  { weight: 1, arbitrary: compensation },
);

/** The way of most orders. Alone it is taken undisturbed; what comes between, and what is left out, makes the races. */
const usual: readonly Step[] = [
  'end_grace_period',
  'reserve',
  'follow',
  'pin',
  'authorize',
  'record_decline',
  'commit',
  'capture',
  'ship',
];
const moves: fc.Arbitrary<Move[]> = fc
  .tuple(
    ...usual.map((step) =>
      fc.record({
        before: asides,
        taken: fc.integer({ min: 0, max: 9 }),
        age: fc.constantFrom(0, 0, 2, 4),
        step: fc.constant(step),
      }),
    ),
  )
  .map((parts) =>
    parts.flatMap(({ before, taken, age, step }) =>
      taken === 0 ? before : [...before, { step, age, secondsLater: 0 }],
    ),
  );

function worldOf({ grace, quantities, paymentMethod }: Scenario): World {
  const lines = (['left', 'right'] as const).map((sku, index) => ({
    sku,
    name: sku,
    quantity: quantities[index] ?? 1,
    unitPrice: { amount: 100, currency: 'USD' },
  }));
  const { order, events } = placeOrder({
    orderId,
    buyerId: 'buyer',
    lines,
    currency: 'USD',
    paymentMethod,
    fingerprint: 'fingerprint',
    correlationId: 'correlation',
    at: start,
    gracePeriodSeconds: grace ? 1 : 0,
  });
  const stock = new Map(
    Object.entries(stockOf).map(([sku, available]) => [sku, { available, reserved: 0, sold: 0 }] as const),
  );
  return { order, reservation: undefined, stock, events: [...events], ledger: undefined };
}

/** What must hold after every step. */
function checkLaws(world: World): void {
  const { order, reservation, stock, events } = world;
  let written = 0;
  for (const line of order.lines) {
    const totals = stock.get(line.sku);
    if (totals === undefined) throw new Error(`No stock of ${line.sku}`);
    const writtenOff = events.some(({ detailType }) => detailType === 'StockAdjusted') ? line.quantity : 0;
    written += writtenOff;
    const adjusted = stockOf[line.sku as keyof typeof stockOf] - writtenOff;
    expect(Math.min(totals.available, totals.reserved, totals.sold)).toBeGreaterThanOrEqual(0);
    expect(totals.available + totals.reserved + totals.sold).toBe(adjusted);
    const held = reservation?.status === 'Held' ? line.quantity : 0;
    const sold = order.status === 'Paid' || order.status === 'Shipped' ? line.quantity : 0;
    expect({ reserved: totals.reserved, sold: totals.sold }).toEqual({ reserved: held, sold });
  }
  if (written > 0) expect(order.status).toBe('Cancelled');
  const versions = events.map(({ detail }) => detail.metadata.version).sort((a, b) => a - b);
  expect(versions).toEqual(versions.map((_, index) => index + 1));
  if (order.status === 'Cancelled' || order.status === 'Shipped') expect(reservation?.status).not.toBe('Held');
  if (order.status === 'Paid' || order.status === 'Shipped') {
    expect(reservation?.status).toBe('Committed');
    expect(['authorized', 'captured']).toContain(world.ledger?.status);
  }
  if (order.status === 'Shipped') expect(world.ledger?.status).toBe('captured');
}

/** What must hold once nothing is in flight. */
function checkSettled(world: World): void {
  if (!isSettled(world.order)) return;
  const holdsMoney = world.ledger?.status === 'authorized' || world.ledger?.status === 'captured';
  expect(holdsMoney).toBe(world.order.status === 'Paid' || world.order.status === 'Shipped');
}

/** Everything that runs by itself, again and again, until the order is settled: faults have ended. */
const healing: readonly Step[] = [
  'end_grace_period',
  'reserve',
  'follow',
  'close',
  'capture',
  'settle',
  'release',
  'cancel_uncaptured',
];

describe('the laws hold for one order, whatever happens to it in whatever order', () => {
  test('after every step, and it settles when the faults end', () => {
    fc.assert(
      fc.property(scenarios, moves, (scenario, sequence) => {
        const world = worldOf(scenario);
        const seen: World[] = [];
        let at = start;
        for (const { step, age, secondsLater } of sequence) {
          at = addSeconds(at, secondsLater);
          seen.unshift({ ...world });
          steps[step](world, seen[age] ?? { ...world }, at);
          checkLaws(world);
          checkSettled(world);
        }
        for (let round = 0; round < 3; round++) {
          for (const step of healing) {
            steps[step](world, { ...world }, at);
            checkLaws(world);
            checkSettled(world);
          }
        }
        expect(isSettled(world.order)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});
