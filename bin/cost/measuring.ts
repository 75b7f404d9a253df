import { randomUUID } from 'node:crypto';
import { type Budget, type Demand, demands, type Orchestration, type PathUnits, rushOrders } from './budget.ts';
import { MeasuredShop } from './measured-shop.ts';
import { medianUnits, type OrderUnits } from './order-units.ts';
import { approved, type Path, paths, type Stage } from './paths.ts';

/** How often each path is driven; functions are warm from the first time on. */
const rounds = 3;
const unitsOnShelf = 9_000;

/** Sets a stage of its own up, so that no measurement depends on another. */
export async function setStage(shop: MeasuredShop, demand: Demand): Promise<Stage> {
  const sku = `thing-${randomUUID()}`;
  const staff = await shop.token('staff-member', ['staff']);
  await shop.api.addItem(staff, sku, 'A thing', 1999, demand === 'hot');
  await shop.api.receive(staff, sku, unitsOnShelf);
  return { api: shop.api, buyer: await shop.token(`buyer-${randomUUID()}`), sku, settle: () => shop.settle() };
}

/** Drives each path once, so that no function that it needs is cold any more. */
export async function warmUp(shop: MeasuredShop, demand: Demand): Promise<void> {
  for (const path of paths) await path.drive(await setStage(shop, demand));
}

/** What one order that is alone uses on its path. */
export async function measurePath(shop: MeasuredShop, path: Path, demand: Demand): Promise<OrderUnits> {
  const stage = await setStage(shop, demand);
  return shop.measure(() => path.drive(stage));
}

/** Measures every path under a setting, one order alone at a time, and then many at once. */
export async function measureAll(orchestration: Orchestration): Promise<Budget[Orchestration]> {
  const shop = await MeasuredShop.open({ orchestration });
  try {
    const measured: [Demand, PathUnits][] = [];
    for (const demand of demands) measured.push([demand, await measureDemand(shop, demand)]);
    return Object.fromEntries(measured) as Budget[Orchestration];
  } finally {
    await shop.stop();
  }
}

async function measureDemand(shop: MeasuredShop, demand: Demand): Promise<PathUnits> {
  await warmUp(shop, demand);
  const measured: [string, OrderUnits][] = [];
  for (const path of paths) {
    const units: OrderUnits[] = [];
    for (let round = 0; round < rounds; round += 1) units.push(await measurePath(shop, path, demand));
    measured.push([path.name, medianUnits(units)]);
  }
  const alone = Object.fromEntries(measured) as Omit<PathUnits, 'rush'>;
  return { ...alone, rush: withoutCrowding(await measureRush(shop, demand), alone.paid) };
}

/** Many at once crowd the cores of this machine, as they would not in the cloud: times are those of an order alone. */
function withoutCrowding(rush: OrderUnits, { gbSeconds, expressGbSeconds }: OrderUnits): OrderUnits {
  return { ...rush, gbSeconds, expressGbSeconds };
}

/** The share of one order among many of one SKU that are paid at once: what batches hold is shared. */
async function measureRush(shop: MeasuredShop, demand: Demand): Promise<OrderUnits> {
  const { api, sku } = await setStage(shop, demand);
  const buyers = await Promise.all(Array.from({ length: rushOrders }, () => shop.token(`buyer-${randomUUID()}`)));
  const placeAll = async () => {
    await Promise.all(buyers.map((buyer) => api.place(buyer, { sku, quantity: 1, paymentMethod: approved })));
    await shop.settle();
  };
  return shop.measure(placeAll, rushOrders);
}
