import { randomUUID } from 'node:crypto';
import { escrowSteps } from '../../adapters/dynamodb/hot/steps.ts';
import { Heat } from '../../domain/inventory/heat.ts';
import { type DecidedOrder, reserveOrders } from '../../functions/events/reserving/reserve-orders.ts';
import type { BenchWorker } from '../engine.ts';
import { TTL_SECONDS } from './by-transaction.ts';
import type { Reserve } from './drive.ts';

const now = () => new Date().toISOString();

/** What the reserving function does with a batch: by transactions where all is quiet, by escrow where a SKU is hot. */
export function asDeployed({ client, singleAttemptClient, inventoryTable }: BenchWorker): Reserve {
  const table = { client, inventoryTable };
  const steps = escrowSteps({ ...table, singleAttemptClient, now });
  const reserving = { table, steps, heat: new Heat(), ttlSeconds: TTL_SECONDS, now, newBatchId: randomUUID };
  return async (orders) => {
    const decided = await reserveOrders(reserving, orders);
    return {
      held: [...decided.values()].filter(isHeld).length,
      undecided: orders.flatMap((order) => {
        const decision = decided.get(order.orderId);
        return decision instanceof Error ? [{ order, reason: `${decision.name}: ${decision.message}` }] : [];
      }),
    };
  };
}

/** One that failed half-way is found to be there when it comes again. */
function isHeld(decision: DecidedOrder | Error): boolean {
  if (decision instanceof Error) return false;
  return decision.outcome === 'held' || (decision.outcome === 'exists' && decision.status === 'Held');
}
