import type { Without } from '../protocol/safeguards.ts';
import { type Footprint, inFlight } from './lane.ts';
import { type Lines, type ShopSetting, skus } from './settings.ts';

/** What staff have done to SKU a by the time: nothing, one unit less, one unit more. */
export const adjustments = [0, -1, 1] as const;
export type Adjustment = (typeof adjustments)[number];

type Footprints = readonly [Footprint, Footprint];

function total(
  of: 'available' | 'reserved' | 'sold',
  sku: keyof Lines,
  pair: Footprints,
  setting: ShopSetting,
): number {
  const [one, other] = pair;
  const [asked, too] = setting.orders;
  return one.moved[of] * asked[sku] + other.moved[of] * too[sku];
}

export function available(sku: keyof Lines, pair: Footprints, setting: ShopSetting, adjusted: Adjustment): number {
  return setting.stock[sku] + (sku === 'a' ? adjusted : 0) + total('available', sku, pair, setting);
}

/** Whether an order that has moved nothing yet fits on the shelf beside the other one. */
export function fits(
  which: 0 | 1,
  pair: Footprints,
  setting: ShopSetting,
  adjusted: Adjustment,
  without: Without,
): boolean {
  if (without === 'reserving_needs_available_units') return true;
  const asked = setting.orders[which];
  return skus.every((sku) => asked[sku] === 0 || available(sku, pair, setting, adjusted) >= asked[sku]);
}

/** The law of stock that two orders break together, if any. What each of them moves is a law of its own. */
export function brokenLaw(pair: Footprints, setting: ShopSetting, adjusted: Adjustment): string | undefined {
  for (const sku of skus) {
    const left = available(sku, pair, setting, adjusted);
    const reserved = total('reserved', sku, pair, setting);
    const sold = total('sold', sku, pair, setting);
    if (left < 0 || reserved < 0 || sold < 0) return 'No total is ever negative.';
    const atRest = pair.every(({ end }) => end !== inFlight);
    if (atRest && reserved > 0) return 'At rest no unit is kept from being sold.';
  }
  return undefined;
}
