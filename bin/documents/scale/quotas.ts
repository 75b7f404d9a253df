import { countedEvents } from '../../../domain/figures/figures.ts';
import { limits } from '../../../test/scale/limits.ts';
import type { Results } from '../../../test/scale/results.ts';
import { subscriptions } from '../../../test/simulation/services/bus.ts';
import { readBudget } from '../../cost/budget.ts';
import { code, table } from '../markdown.ts';
import { number, reportOf } from './figures.ts';

/** A limit, what an order needs of it, and so how many orders a second it lets through. */
type Quota = { readonly name: string; readonly limit: number; readonly perOrder: number; readonly raise: string };

const free = 'Service Quotas; free';

function quotas(results: Results): Quota[] {
  const { paid } = readBudget().standard.quiet;
  const transaction = reportOf(results, 'uniform transaction 3000');
  const escrow = reportOf(results, 'hot escrow hundreds 10000');
  const settings = (setting: string) => `setting ${code(setting)}; free`;
  return [
    {
      name: 'Step Functions, starts of Standard executions',
      limit: limits.standardStarts.value,
      perOrder: 1,
      raise: `${free}, or Express`,
    },
    {
      name: 'Step Functions, starts of Express executions',
      limit: limits.expressStarts.value,
      perOrder: 1,
      raise: free,
    },
    {
      name: 'Step Functions, state transitions (Standard)',
      limit: limits.standardTransitions.value,
      perOrder: paid.standardTransitions,
      raise: `${free}, or Express`,
    },
    {
      name: 'a new inventory table, transactions',
      limit: limits.newTableWriteUnits.value,
      perOrder: transaction.perOrder.writeUnits,
      raise: 'warm throughput, paid once by the unit; or time: it is split under load',
    },
    {
      name: 'API Gateway, requests of the account; by default so many orders',
      limit: limits.gatewayRequests.value,
      perOrder: 1,
      raise: `${settings('requestsPerSecond')}, ${code('ordersPerSecond')}; above: ${free}`,
    },
    {
      name: 'EventBridge, PutEvents, if each event came alone',
      limit: limits.putEvents.value,
      perOrder: paid.events,
      raise: `${free}; under load the relay sends ten at once`,
    },
    {
      name: 'EventBridge, deliveries to queues',
      limit: limits.eventInvocations.value,
      perOrder: deliveriesPerOrder(),
      raise: `${free}; until then they are late`,
    },
    {
      name: 'inventory table, transactions',
      limit: limits.tableWriteUnits.value,
      perOrder: transaction.perOrder.writeUnits,
      raise: free,
    },
    {
      name: 'inventory table, escrow',
      limit: limits.tableWriteUnits.value,
      perOrder: escrow.perOrder.writeUnits,
      raise: free,
    },
    {
      name: 'Lambda, concurrent executions, if nothing but reserving ran',
      limit: limits.concurrency.value,
      perOrder: transaction.environments / transaction.perSecond,
      raise: `${free}, and ${settings('reserveStockConcurrency')}`,
    },
  ];
}

/** What an order tells on its happy way, as `docs/events.md` has it. */
const happyEvents = [
  'holdfast.ordering OrderStatusChangedToAwaitingValidation',
  'holdfast.inventory OrderStockConfirmed',
  'holdfast.ordering OrderStatusChangedToStockConfirmed',
  'holdfast.ordering OrderStatusChangedToPaid',
  'holdfast.payment OrderPaymentSucceeded',
];

function deliveriesPerOrder(): number {
  const kinds: readonly string[] = Object.values(subscriptions).flat();
  const counted = new Set<string>(countedEvents);
  const delivered = happyEvents.map((kind) => {
    const consumers = kinds.filter((wanted) => wanted === kind).length;
    return consumers + (counted.has(kind.split(' ')[1] ?? '') ? 1 : 0);
  });
  return delivered.reduce((sum, count) => sum + count, 0);
}

/** Which quota binds first: the lowest number of orders is at the top. */
export function quotaTable(results: Results): string {
  const rows = quotas(results)
    .map((quota) => ({ ...quota, orders: quota.limit / quota.perOrder }))
    .sort((one, other) => one.orders - other.orders)
    .map(({ name, limit, perOrder, orders, raise }) => [name, number(limit), number(perOrder), number(orders), raise]);
  return table(['quota of us-east-1', 'a second', 'of it an order', 'orders a second', 'what to raise'], rows);
}
