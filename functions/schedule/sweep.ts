import type { Context } from 'aws-lambda';
import { ordersInFlight } from '../../adapters/dynamodb/in-flight.ts';
import { now } from '../clock.ts';
import { logFailure } from '../log.ts';
import { counted, emitMetrics, seconds } from '../metrics.ts';
import { countingTable, environment, ports } from './environment.ts';
import { type SweptCounting, sweepCounting } from './sweep-counting.ts';
import { type HotAction, sweepHotSkus } from './sweep-hot.ts';
import { type SweptOrder, sweepOrder } from './sweep-order.ts';

/** How many orders are looked at together, and how long before the function's timeout the sweep stops by itself. */
const concurrency = 10;
const reserveMilliseconds = 10_000;

const { client } = ports.tables;

/** What one sweep has seen and done. */
class Sweep {
  readonly #actions = new Map<string, number>();
  #oldestSeconds = 0;
  #expiryLagSeconds = 0;
  #orders = 0;
  failed = 0;
  /** What kept hot SKUs or counting from being swept. */
  readonly errors: unknown[] = [];

  countHot(actions: readonly HotAction[]): void {
    for (const action of actions) {
      if (action === 'hot_failed') this.failed++;
      else this.#actions.set(action, (this.#actions.get(action) ?? 0) + 1);
    }
  }

  count({ action, ageSeconds, expiryLagSeconds }: SweptOrder): void {
    this.#orders++;
    this.#actions.set(action, (this.#actions.get(action) ?? 0) + 1);
    this.#oldestSeconds = Math.max(this.#oldestSeconds, ageSeconds);
    this.#expiryLagSeconds = Math.max(this.#expiryLagSeconds, expiryLagSeconds);
  }

  countCounting({ batches, steps }: SweptCounting): void {
    if (batches > 0) this.#actions.set('recover_counting', batches);
    if (steps > 0) this.#actions.set('count_again', steps);
  }

  /** Told when there is nothing to tell, too: silence means that no sweep has ended. */
  tell(): void {
    const { STACK_NAME: stackName } = environment;
    const measured = {
      OrdersInFlight: counted(this.#orders + this.failed),
      OldestOrderInFlight: seconds(this.#oldestSeconds),
      ExpiryLag: seconds(this.#expiryLagSeconds),
    };
    const facts = { level: 'INFO', message: 'swept', failed: this.failed, ...Object.fromEntries(this.#actions) };
    emitMetrics(measured, { stackName, timestamp: Date.now(), facts });
  }
}

/**
 * Looks at every order in flight and does what is due: ends what expired, tells again what may have been lost, and
 * recovers what is unsettled past its time. What it does not reach in time is due for the next sweep just the same.
 * @throws when an order failed or was not reached, so that the platform counts the run as failed and somebody is told
 */
export async function handler(_event: unknown, context: Context): Promise<void> {
  const sweep = new Sweep();
  const hasTime = () => context.getRemainingTimeInMillis() >= reserveMilliseconds;
  await sweepHot(sweep);
  await sweepCounted(sweep, hasTime);
  const isFinished = await sweepAll(sweep, hasTime);
  sweep.tell();
  if (!isFinished) throw new Error('The sweep ran out of time before it had seen all orders in flight');
  if (sweep.failed > 0) throw new Error(`${sweep.failed} orders, batches or hot SKUs could not be swept`);
  if (sweep.errors.length > 0) throw sweep.errors[0];
}

/** What hinders hot SKUs or counting must not keep orders from being swept: it is thrown when they have been. */
async function sweepHot(sweep: Sweep): Promise<void> {
  try {
    sweep.countHot(await sweepHotSkus({ client, inventoryTable: environment.INVENTORY_TABLE }, now()));
  } catch (error) {
    logFailure('hot SKUs not swept', error);
    sweep.errors.push(error);
  }
}

async function sweepCounted(sweep: Sweep, hasTime: () => boolean): Promise<void> {
  try {
    sweep.countCounting(await sweepCounting(countingTable, now(), environment.SWEEP_SECONDS, hasTime));
  } catch (error) {
    logFailure('counting not swept', error);
    sweep.errors.push(error);
  }
}

/** @returns whether the time was enough for all of them */
async function sweepAll(sweep: Sweep, hasTime: () => boolean): Promise<boolean> {
  for await (const orderIds of ordersInFlight(ports.tables.client, environment.ORDERS_TABLE, sweepNumber())) {
    for (let first = 0; first < orderIds.length; first += concurrency) {
      if (!hasTime()) return false;
      await sweepTogether(orderIds.slice(first, first + concurrency), sweep);
    }
  }
  return true;
}

/** Rises by one from sweep to sweep, so that each begins at another shard. */
function sweepNumber(): number {
  return Math.floor(Date.now() / (1_000 * environment.SWEEP_SECONDS));
}

/** One order that fails must not keep the others from being swept; it stays in flight, and is due again. */
async function sweepTogether(orderIds: readonly string[], sweep: Sweep): Promise<void> {
  await Promise.all(
    orderIds.map(async (orderId) => {
      try {
        sweep.count(await sweepOrder(ports, orderId));
      } catch (error) {
        logFailure('sweep failed', error, { orderId });
        sweep.failed++;
      }
    }),
  );
}
