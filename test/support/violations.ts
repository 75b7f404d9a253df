import type { Books } from './books.ts';
import { eventViolations } from './event-laws.ts';
import type { MovementView, OrderView, PaymentRow } from './schemas.ts';

type Totals = { readonly available: number; readonly reserved: number; readonly sold: number };

export function sumOf(rows: readonly Totals[]): Totals {
  return rows.reduce<Totals>(
    (sum, row) => ({
      available: sum.available + row.available,
      reserved: sum.reserved + row.reserved,
      sold: sum.sold + row.sold,
    }),
    { available: 0, reserved: 0, sold: 0 },
  );
}

function unitsOf({ available, reserved, sold }: Totals): number {
  return available + reserved + sold;
}

/** Every total agrees with the ledger, none is negative, and all units are there that were ever put there. */
function stockViolations({ stock, movements }: Books): string[] {
  return stock.flatMap(({ sku, available, reserved, sold, onHand }) => {
    const rows = movements.get(sku) ?? [];
    const fold = sumOf(rows);
    const adjusted = unitsOf(sumOf(rows.filter(({ cause }) => cause === 'adjusted')));
    const agrees = fold.available === available && fold.reserved === reserved && fold.sold === sold;
    return [
      ...(agrees ? [] : [`${sku}: totals ${available}/${reserved}/${sold}, the ledger says ${JSON.stringify(fold)}`]),
      ...(available + reserved + sold === adjusted ? [] : [`${sku}: ${adjusted} units were put there, others are`]),
      ...(onHand === available + reserved ? [] : [`${sku}: on hand is not what is available and reserved`]),
      ...(new Set(rows.map(({ movementId }) => movementId)).size === rows.length ? [] : [`${sku}: a movement twice`]),
    ];
  });
}

/** One order takes nothing from a SKU's available units, or exactly what it holds for good. */
function effectViolations({ orders, movements }: Books): string[] {
  return orders.flatMap((order) =>
    order.lines.flatMap(({ sku, quantity }) => {
      const rows = (movements.get(sku) ?? []).filter(({ orderId }) => orderId === order.orderId);
      const effect = sumOf(rows);
      const expected = expectedEffect(order, rows, quantity);
      const isAsExpected = effect.available === expected.available && effect.sold === expected.sold;
      return isAsExpected && effect.reserved === 0
        ? []
        : [`${order.orderId} (${order.status}): its effect on ${sku} is ${JSON.stringify(effect)}`];
    }),
  );
}

function expectedEffect({ status }: OrderView, rows: readonly MovementView[], quantity: number) {
  if (status !== 'Cancelled') return { available: -quantity, sold: quantity };
  const isWrittenOff = rows.some(({ cause }) => cause === 'adjusted');
  return { available: isWrittenOff ? -quantity : 0, sold: 0 };
}

/** A paid order was charged once; no other has money authorised or captured. */
function moneyViolations({ orders, payments }: Books): string[] {
  const byOrder = Map.groupBy(payments, ({ orderId }) => orderId);
  const violations = orders.flatMap((order) => moneyViolation(order, byOrder.get(order.orderId) ?? []));
  for (const { orderId } of orders) byOrder.delete(orderId);
  return [...violations, ...[...byOrder.keys()].map((orderId) => `${orderId}: money without an order`)];
}

function moneyViolation({ orderId, status, payment }: OrderView, rows: readonly PaymentRow[]): string[] {
  const count = (operation: PaymentRow['operation']) =>
    rows.filter((row) => row.operation === operation && row.outcome === 'succeeded').length;
  const [authorized, captured, voided, refunded] = [
    count('authorize'),
    count('capture'),
    count('void'),
    count('refund'),
  ];
  const isKept = authorized === 1 && captured === 1 && voided === 0 && refunded === 0;
  const isUndone = captured === refunded && (authorized === captured || voided === 1) && authorized <= 1;
  const isPaid = status === 'Paid' || status === 'Shipped';
  return (isPaid ? isKept && payment.status === 'captured' : isUndone) && rows.every(({ key }) => key === rows[0]?.key)
    ? []
    : [`${orderId} (${status}, ${payment.status}): ${rows.map((row) => `${row.operation} ${row.outcome}`).join(', ')}`];
}

/** No order is left on its way, and none holds units that it has no right to. */
function endViolations({ orders }: Books): string[] {
  return orders
    .filter(({ status, reservation }) =>
      status === 'Cancelled'
        ? reservation?.status === 'Held'
        : !['Paid', 'Shipped'].includes(status) || reservation?.status !== 'Committed',
    )
    .map(({ orderId, status, reservation }) => `${orderId}: ${status} with a reservation ${reservation?.status}`);
}

/** Each law that can be told from the books of a quiet shop, by its number; the first is in the second and third. */
export const bookLaws = [
  { law: 3, check: stockViolations },
  { law: 2, check: effectViolations },
  { law: 4, check: moneyViolations },
  { law: 5, check: endViolations },
  { law: 6, check: eventViolations },
] as const;

/**
 * Every law that the books of a quiet shop break, in words: laws 1 to 6. That a shop comes to rest is the seventh, and
 * asked of `settle`, which also finds any reservation that is still held; the eighth is that it still sells.
 */
export function violations(books: Books): string[] {
  return bookLaws.flatMap(({ check }) => check(books));
}
