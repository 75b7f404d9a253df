import type { Context } from 'aws-lambda';
import { ordersInFlight } from '../../adapters/dynamodb/in-flight.ts';
import { logDone, logFailure } from '../log.ts';
import { environment, ports } from './environment.ts';
import { sweepOrder } from './sweep-order.ts';

/** How many orders are looked at together, and how long before the function's timeout the sweep stops by itself. */
const concurrency = 10;
const reserveMilliseconds = 10_000;

/**
 * Looks at every order in flight and does what is due: ends what expired, tells again what may have been lost, and
 * recovers what is unsettled past its time. What it does not reach in time is due for the next sweep just the same.
 */
export async function handler(_event: unknown, context: Context): Promise<void> {
  const done = new Map<string, number>();
  for await (const orderIds of ordersInFlight(ports.tables.client, environment.ORDERS_TABLE, sweepNumber())) {
    for (let first = 0; first < orderIds.length; first += concurrency) {
      if (context.getRemainingTimeInMillis() < reserveMilliseconds) return report(done, 'unfinished');
      await sweepTogether(orderIds.slice(first, first + concurrency), done);
    }
  }
  report(done, 'finished');
}

/** Rises by one from sweep to sweep, so that each begins at another shard. */
function sweepNumber(): number {
  return Math.floor(Date.now() / (1_000 * environment.SWEEP_SECONDS));
}

/** One order that fails must not keep the others from being swept; it stays in flight, and is due again. */
async function sweepTogether(orderIds: readonly string[], done: Map<string, number>): Promise<void> {
  const count = (name: string) => done.set(name, (done.get(name) ?? 0) + 1);
  await Promise.all(
    orderIds.map(async (orderId) => {
      try {
        count(await sweepOrder(ports, orderId));
      } catch (error) {
        logFailure('sweep failed', error, { orderId });
        count('failed');
      }
    }),
  );
}

/** @throws when an order failed or was not reached, so that the platform counts the run as failed and somebody is told */
function report(done: ReadonlyMap<string, number>, end: 'finished' | 'unfinished'): void {
  if (done.size > 0) logDone('swept', Object.fromEntries(done));
  const failed = done.get('failed') ?? 0;
  if (end === 'unfinished') throw new Error('The sweep ran out of time before it had seen all orders in flight');
  if (failed > 0) throw new Error(`${failed} orders could not be swept`);
}
