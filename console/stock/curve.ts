import type { Movement, Stock } from '../api/schemas.ts';

/** Counters of an item at an instant, in seconds since 1970. */
export type CurvePoint = Pick<Stock, 'available' | 'reserved' | 'sold'> & { readonly atSeconds: number };

/**
 * The counters over time, oldest first: walked back from what they are now.
 * @param movements newest first
 */
export function stockCurve(stock: Stock, movements: readonly Movement[], nowMilliseconds: number): CurvePoint[] {
  let { available, reserved, sold } = stock;
  const points: CurvePoint[] = [{ available, reserved, sold, atSeconds: nowMilliseconds / 1_000 }];
  for (const movement of movements) {
    points.push({ available, reserved, sold, atSeconds: Date.parse(movement.at) / 1_000 });
    available -= movement.available;
    reserved -= movement.reserved;
    sold -= movement.sold;
  }
  return points.reverse();
}
