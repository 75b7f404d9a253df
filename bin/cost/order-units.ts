import type { BilledUnits, UsageDetails } from '../../local/usage/usage.ts';

/** What was billed for a piece of work, and how much its functions wrote to their logs. */
export type Measured = BilledUnits & { readonly details: UsageDetails; readonly logBytes: number };

/** What one order uses of everything that is billed; the simulated payment provider's own ledger stands apart. */
export type OrderUnits = {
  readonly writeUnits: number;
  /** Of the table of figures, which sums up what a batch holds. */
  readonly figureWriteUnits: number;
  readonly readUnits: number;
  readonly events: number;
  readonly standardTransitions: number;
  readonly expressRequests: number;
  readonly expressGbSeconds: number;
  readonly apiRequests: number;
  readonly queueRequests: number;
  readonly invocations: number;
  readonly gbSeconds: number;
  readonly ledgerWriteUnits: number;
  readonly ledgerReadUnits: number;
  readonly logBytes: number;
};

export type Unit = keyof OrderUnits;

/**
 * The units of an order that is alone which are the same every time, to the unit. All others depend on how many
 * messages or records a batch happens to hold, or on time.
 */
export const exactUnits = [
  'writeUnits',
  'readUnits',
  'events',
  'standardTransitions',
  'expressRequests',
  'apiRequests',
] as const satisfies readonly Unit[];

export type ExactUnits = Pick<OrderUnits, (typeof exactUnits)[number]>;

export function exactUnitsOf(units: ExactUnits): ExactUnits {
  const { writeUnits, readUnits, events, standardTransitions, expressRequests, apiRequests } = units;
  return { writeUnits, readUnits, events, standardTransitions, expressRequests, apiRequests };
}

const nothing = { writeUnits: 0, readUnits: 0 };

/** The tables whose units stand apart. */
export type TablesApart = { readonly ledger: string; readonly figures: string };

/** One order's share of what was measured of so many. */
export function orderUnits(measured: Measured, tables: TablesApart, orders: number): OrderUnits {
  const { dynamodb, lambda, eventbridge, stepfunctions, sqs, apigateway, details, logBytes } = measured;
  const [ledger = nothing, figures = nothing] = [tables.ledger, tables.figures].map((name) => details.tables[name]);
  const sums: OrderUnits = {
    writeUnits: dynamodb.writeUnits - ledger.writeUnits - figures.writeUnits,
    figureWriteUnits: figures.writeUnits,
    readUnits: dynamodb.readUnits - ledger.readUnits,
    events: eventbridge.events,
    ...stepfunctions,
    apiRequests: apigateway.requests,
    queueRequests: sqs.requests,
    invocations: lambda.invocations,
    gbSeconds: lambda.gbSeconds,
    ledgerWriteUnits: ledger.writeUnits,
    ledgerReadUnits: ledger.readUnits,
    logBytes,
  };
  return mapUnits(sums, (value) => value / orders);
}

/** Of each unit the median over several orders of one path. */
export function medianUnits([first, ...others]: readonly OrderUnits[]): OrderUnits {
  if (first === undefined) throw new Error('Nothing was measured');
  return mapUnits(first, (_value, unit) => median([first, ...others].map((units) => units[unit])));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function mapUnits(units: OrderUnits, change: (value: number, unit: Unit) => number): OrderUnits {
  const entries = Object.entries(units).map(([unit, value]) => [unit, change(value, unit as Unit)]);
  return Object.fromEntries(entries) as OrderUnits;
}
