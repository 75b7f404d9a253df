import type { OrderView } from '../support/schemas.ts';
import type { Shop } from '../support/shop.ts';

/** A name that would be markup, were it not escaped. */
export const hostileName = '<img src=x onerror=alert(1)>';

export type Traffic = { readonly lantern: string; readonly sextant: string; readonly orders: readonly OrderView[] };

/** Fills a shop with what every page of the console has something to show of. */
export async function makeTraffic(shop: Shop): Promise<Traffic> {
  const [lantern, sextant] = await Promise.all([
    shop.newItem({ sku: 'lantern-storm', name: 'Storm lantern', units: 45, price: 4_200, restockThreshold: 8 }),
    shop.newItem({ sku: 'sextant-brass', name: 'Brass sextant', units: 3, price: 38_900, restockThreshold: 5 }),
    shop.newItem({ sku: 'hostile', name: hostileName, units: 1 }),
    shop.newItem({ sku: 'rope.10m', name: 'Bowline rope, 10 m', units: 0, price: 2_490 }),
  ]);
  const placed = [
    await shop.placeOne(lantern, 2),
    await shop.placeOne(lantern, 3, 'pm_card_chargeDeclined'),
    await shop.placeOne(sextant, 5),
    await shop.placeOne(lantern, 1, 'pm_sim_capture_fails'),
  ];
  return { lantern, sextant, orders: await shop.settled(placed) };
}
