import { quantile } from '../measure/statistics.ts';
import type { BenchShop } from './bench-shop.ts';

/** What came of some buyers who kept buying for a while. */
export type Bought = {
  readonly orders: number;
  readonly ordersPerSecond: number;
  /** From the request to the captured payment. */
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
};

/**
 * Lets buyers buy for so many seconds, each the next order once the one before is captured.
 * @param tokens one for each buyer
 * @param skuFor the SKU of the next order
 * @throws when an order is cancelled
 */
export async function buyFor(
  { requests, watch }: BenchShop,
  tokens: readonly string[],
  seconds: number,
  skuFor: () => string,
): Promise<Bought> {
  const latencies: number[] = [];
  const begin = Date.now();
  const end = begin + seconds * 1000;
  await Promise.all(
    tokens.map(async (token) => {
      while (Date.now() < end) {
        const placedAt = Date.now();
        const orderId = await requests.placeOrder(token, skuFor());
        const { how, at } = await watch.end(orderId);
        if (how !== 'captured') throw new Error(`Order ${orderId} was ${how}`);
        latencies.push(at - placedAt);
      }
    }),
  );
  return {
    orders: latencies.length,
    ordersPerSecond: latencies.length / ((Date.now() - begin) / 1000),
    p50Milliseconds: quantile(latencies, 0.5),
    p99Milliseconds: quantile(latencies, 0.99),
  };
}
