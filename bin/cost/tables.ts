import { type Budget, type PathUnits, rushOrders } from './budget.ts';
import { apart, type Bill, billOf, services, totalOf } from './money.ts';
import type { OrderUnits, Unit } from './order-units.ts';
import { prices } from './prices.ts';

/** A table as text: the first row holds the headings, and all columns but the first are numbers. */
export type Rows = readonly (readonly string[])[];

const million = 1_000_000;
const columns = ['paid', 'declined', 'short', 'cancelled', 'rush'] as const satisfies readonly (keyof PathUnits)[];
const headings = ['paid', 'declined', 'short', 'cancelled', `paid, of ${rushOrders} at once`];

/** USD for a million orders, by service and path. */
export function priceRows(setting: PathUnits): Rows {
  const bills = columns.map((column) => billOf(setting[column]));
  const row = (name: string, of: (bill: Bill) => number) => [name, ...bills.map((bill) => usd(of(bill) * million))];
  return [
    ['USD a million orders', ...headings],
    ...services.map((service) => row(service, (bill) => bill[service])),
    row('together', totalOf),
    ...apart.map((name) => row(`apart: ${name}`, (bill) => bill[name])),
  ];
}

const unitNames: Readonly<Record<Unit, string>> = {
  writeUnits: 'DynamoDB write units',
  figureWriteUnits: 'write units of figures',
  readUnits: 'DynamoDB read units',
  events: 'events',
  standardTransitions: 'state transitions',
  expressRequests: 'Express executions',
  expressGbSeconds: 'GB-seconds of Express',
  apiRequests: 'API requests',
  queueRequests: 'queue requests',
  invocations: 'invocations',
  gbSeconds: 'GB-seconds of functions',
  ledgerWriteUnits: "apart: the provider's write units",
  ledgerReadUnits: "apart: the provider's read units",
  logBytes: 'apart: bytes of logs',
};

const units = [
  'writeUnits',
  'figureWriteUnits',
  'readUnits',
  'events',
  'standardTransitions',
  'expressRequests',
  'expressGbSeconds',
  'apiRequests',
  'queueRequests',
  'invocations',
  'gbSeconds',
  'ledgerWriteUnits',
  'ledgerReadUnits',
  'logBytes',
] as const satisfies readonly Unit[];

/** The units of one order, by path. */
export function unitRows(setting: PathUnits): Rows {
  const row = (unit: Unit) => [unitNames[unit], ...columns.map((column) => count(setting[column], unit))];
  return [['units an order', ...headings], ...units.map(row)];
}

/** The price of every path under each setting. */
export function settingRows({ standard, express }: Budget): Rows {
  const row = (name: string, of: (units: PathUnits) => OrderUnits) => [
    name,
    ...[standard.quiet, express.quiet, standard.hot, express.hot].map((units) =>
      usd(totalOf(billOf(of(units))) * million),
    ),
  ];
  return [
    ['USD a million orders', 'standard', 'express', 'standard, hot SKU', 'express, hot SKU'],
    row('paid, alone', ({ paid }) => paid),
    row(`paid, of ${rushOrders} at once`, ({ rush }) => rush),
    row('declined', ({ declined }) => declined),
    row('short', ({ short }) => short),
    row('cancelled after it was paid', ({ cancelled }) => cancelled),
  ];
}

export function priceListRows(): Rows {
  const list = Object.values(prices).map(({ per, usd: price, source }) => [per, perMillion(price), source]);
  return [['unit', 'USD a million', 'source'], ...list];
}

function perMillion(price: number): string {
  return String(Number((price * million).toPrecision(6)));
}

function usd(amount: number): string {
  return amount.toFixed(2);
}

function count(of: OrderUnits, unit: Unit): string {
  const value = of[unit];
  if (Number.isInteger(value)) return String(value);
  return value < 1 ? value.toPrecision(2) : value.toFixed(1);
}
