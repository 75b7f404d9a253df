import type { Order, Stock } from './api.ts';
import type { Group } from './orders.ts';
import type { Shelf } from './scenes.ts';
import { table } from './table.ts';

/** Something that must be true at the end, and whether it is. */
export type Check = { readonly claim: string; readonly holds: boolean };

export function ordersTable(groups: readonly Group[]): string {
  const rows = groups.map(({ title, orders }) => [
    title,
    orders.length,
    count(orders, 'Paid'),
    count(orders, 'Shipped'),
    count(orders, 'Cancelled'),
    causes(orders),
    [...new Set(orders.map(({ payment }) => payment.status))].join(', '),
  ]);
  return table(['orders', 'placed', 'Paid', 'Shipped', 'Cancelled', 'because', 'money'], rows);
}

function count(orders: readonly Order[], status: Order['status']): number {
  return orders.filter((order) => order.status === status).length;
}

function causes(orders: readonly Order[]): string {
  return [...new Set(orders.flatMap(({ reason }) => reason ?? []))].join(', ');
}

export function unitsTable(shelves: readonly Shelf[], stock: ReadonlyMap<string, Stock>): string {
  const rows = shelves.map(({ sku, received }) => {
    const { available = 0, reserved = 0, sold = 0 } = stock.get(sku) ?? {};
    return [sku, received, available, reserved, sold, available + reserved + sold];
  });
  return table(['SKU', 'received', 'available', 'reserved', 'sold', 'sum'], rows);
}

/** The conservation law, by item, and that what is sold is what was paid for. */
export function lawChecks(
  shelves: readonly Shelf[],
  stock: ReadonlyMap<string, Stock>,
  orders: readonly Order[],
): Check[] {
  const every = (law: (shelf: Shelf, stock: Stock) => boolean) =>
    shelves.every((shelf) => {
      const found = stock.get(shelf.sku);
      return found !== undefined && law(shelf, found);
    });
  return [
    {
      claim: 'Nothing is below zero, and nothing stays reserved once the orders have ended',
      holds: every((_, { available, reserved, sold }) => available >= 0 && reserved === 0 && sold >= 0),
    },
    {
      claim: 'The units sold are those of the orders Paid and Shipped, one by one',
      holds: every(({ sku }, { sold }) => sold === unitsPaid(orders, sku)),
    },
    {
      claim: 'Conservation law: available + reserved + sold = received, for every SKU',
      holds: every(({ received }, { available, reserved, sold }) => available + reserved + sold === received),
    },
  ];
}

function unitsPaid(orders: readonly Order[], sku: string): number {
  return orders
    .filter(({ status }) => status === 'Paid' || status === 'Shipped')
    .flatMap(({ lines }) => lines)
    .filter((line) => line.sku === sku)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

export function raceCheck({ orders }: Group, units: number): Check {
  const paid = count(orders, 'Paid');
  const refused = orders.filter(({ reason }) => reason === 'stock_rejected').length;
  return {
    claim: `The race: exactly ${units} of ${orders.length} buyers are paid (${paid}), the others are refused (${refused})`,
    holds: paid === units && refused === orders.length - units,
  };
}

export function checkLine({ claim, holds }: Check): string {
  return `  ${holds ? 'holds ' : 'BROKEN'}  ${claim}`;
}
