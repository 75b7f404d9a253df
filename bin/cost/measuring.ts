import { randomUUID } from 'node:crypto';
import type { Budget, Orchestration } from './budget.ts';
import { MeasuredShop } from './measured-shop.ts';
import { medianUnits, type OrderUnits } from './order-units.ts';
import { type Path, paths, type Stage } from './paths.ts';

/** How often each path is driven; functions are warm from the first time on. */
const rounds = 5;
const rushOrders = 30;
const unitsOnShelf = 9_000;

/** Sets a stage of its own up, so that no measurement depends on another. */
export async function setStage(shop: MeasuredShop): Promise<Stage> {
  const sku = `thing-${randomUUID()}`;
  const staff = await shop.token('staff-member', ['staff']);
  await shop.api.addItem(staff, sku, 'A thing', 1999);
  await shop.api.receive(staff, sku, unitsOnShelf);
  return { api: shop.api, buyer: await shop.token(`buyer-${randomUUID()}`), sku, settle: () => shop.settle() };
}

/** Drives each path once, so that no function that it needs is cold any more. */
export async function warmUp(shop: MeasuredShop): Promise<void> {
  for (const path of paths) await path.drive(await setStage(shop));
}

export async function measurePath(shop: MeasuredShop, path: Path): Promise<OrderUnits> {
  const stage = await setStage(shop);
  return shop.measure(() => path.drive(stage));
}

/** Measures every path, one order alone at a time, and then many at once. */
export async function measureAll(orchestration: Orchestration): Promise<Budget[Orchestration]> {
  const shop = await MeasuredShop.open({ orchestration });
  try {
    await warmUp(shop);
    const measured: [string, OrderUnits][] = [];
    for (const path of paths) {
      const units: OrderUnits[] = [];
      for (let round = 0; round < rounds; round += 1) units.push(await measurePath(shop, path));
      measured.push([path.name, medianUnits(units)]);
    }
    measured.push(['rush', await measureRush(shop)]);
    return Object.fromEntries(measured) as Budget[Orchestration];
  } finally {
    await shop.stop();
  }
}

/** The share of one order among many that are paid at once: what batches hold is shared. */
async function measureRush(shop: MeasuredShop): Promise<OrderUnits> {
  const stages = await Promise.all(Array.from({ length: rushOrders }, () => setStage(shop)));
  const placeAll = async () => {
    const placed = stages.map(({ api, buyer, sku }) =>
      api.place(buyer, { sku, quantity: 1, paymentMethod: 'pm_card_visa' }),
    );
    await Promise.all(placed);
    await shop.settle();
  };
  return shop.measure(placeAll, rushOrders);
}
