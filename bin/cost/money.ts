import type { OrderUnits } from './order-units.ts';
import { prices, tracedShare } from './prices.ts';

/** What is billed for orders, by service. */
export const services = ['Step Functions', 'DynamoDB', 'SQS', 'EventBridge', 'Lambda', 'API Gateway'] as const;

/** What stands apart: its price is that of looking on, or of a provider that no real shop has. */
export const apart = ['logs', 'traces', "the simulated provider's ledger"] as const;

export type Service = (typeof services)[number];
export type Apart = (typeof apart)[number];

/** USD for one order. */
export type Bill = Readonly<Record<Service | Apart, number>>;

export function billOf(units: OrderUnits): Bill {
  return {
    'Step Functions':
      units.standardTransitions * prices.standardTransitions.usd +
      units.expressRequests * prices.expressRequests.usd +
      units.expressGbSeconds * prices.expressGbSeconds.usd,
    DynamoDB: throughput(units.writeUnits + units.figureWriteUnits, units.readUnits),
    SQS: units.queueRequests * prices.queueRequests.usd,
    EventBridge: units.events * prices.events.usd,
    Lambda: units.invocations * prices.invocations.usd + units.gbSeconds * prices.gbSeconds.usd,
    'API Gateway': units.apiRequests * prices.apiRequests.usd,
    logs: units.logBytes * prices.logBytes.usd,
    traces: units.invocations * tracedShare * prices.traces.usd,
    "the simulated provider's ledger": throughput(units.ledgerWriteUnits, units.ledgerReadUnits),
  };
}

/** The price of an order, without what stands apart. */
export function totalOf(bill: Bill): number {
  return services.reduce((sum, service) => sum + bill[service], 0);
}

function throughput(writeUnits: number, readUnits: number): number {
  return writeUnits * prices.writeUnits.usd + readUnits * prices.readUnits.usd;
}
