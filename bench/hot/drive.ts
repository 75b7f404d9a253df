import type { AdmittedOrder } from '../../domain/inventory/hot.ts';
import { quantile } from '../measure/statistics.ts';

/** An order that was not decided, and goes back to the queue. */
export type Undecided = { readonly order: AdmittedOrder; readonly reason: string };

export type BatchOutcome = { readonly held: number; readonly undecided: readonly Undecided[] };

/** Decides on a batch, as the reserving function does that is handed one by its queue. */
export type Reserve = (orders: readonly AdmittedOrder[]) => Promise<BatchOutcome>;

export type Load = {
  /** How many batches are decided on at the same time. */
  readonly workers: number;
  readonly batchSize: number;
  readonly seconds: number;
};

export type Driven = {
  readonly ordersPerSecond: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  readonly held: number;
  /** How often an order went back to the queue. */
  readonly returned: number;
  /** How often for which reason. */
  readonly reasons: Readonly<Record<string, number>>;
};

/** A queue that never runs dry, and workers that take from it until the time is over, each its own `Reserve`. */
export async function drive(load: Load, next: () => AdmittedOrder, workers: readonly Reserve[]): Promise<Driven> {
  const returned: AdmittedOrder[] = [];
  const takenAt = new Map<string, number>();
  const latencies: number[] = [];
  let held = 0;
  const reasons: Record<string, number> = {};
  const begin = performance.now();
  const end = begin + load.seconds * 1000;
  await Promise.all(
    workers.map(async (reserve) => {
      while (performance.now() < end) {
        const batch = Array.from({ length: load.batchSize }, () => returned.shift() ?? next());
        for (const { orderId } of batch) if (!takenAt.has(orderId)) takenAt.set(orderId, performance.now());
        const outcome = await reserve(batch);
        const now = performance.now();
        held += outcome.held;
        const back = new Set(outcome.undecided.map(({ order }) => order));
        returned.push(...back);
        for (const { reason } of outcome.undecided) reasons[reason] = (reasons[reason] ?? 0) + 1;
        for (const request of batch)
          if (!back.has(request)) latencies.push(now - (takenAt.get(request.orderId) ?? now));
      }
    }),
  );
  const seconds = (performance.now() - begin) / 1000;
  if (latencies.length === 0) throw new Error(`Not one order was decided in ${seconds} s`);
  return {
    ordersPerSecond: latencies.length / seconds,
    p50Milliseconds: quantile(latencies, 0.5),
    p99Milliseconds: quantile(latencies, 0.99),
    held,
    returned: Object.values(reasons).reduce((sum, count) => sum + count, 0),
    reasons,
  };
}
