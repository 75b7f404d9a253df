import type { Api, NewOrder } from './api.ts';
import { followed, type Group, placeAtOnce } from './orders.ts';

/** An item of the demo, and the units that it received: nobody else sells it. */
export type Shelf = { readonly sku: string; readonly received: number };

type Shelves = { readonly lamp: Shelf; readonly desk: Shelf; readonly ticket: Shelf };

/** Who acts in the demo. */
export type Cast = { readonly api: Api; readonly staff: string; readonly buyers: readonly string[] };

export const racers = 200;
export const raceUnits = 10;

/** Puts items on sale whose SKUs are this run's own, so that the demo can be run again and again. */
export async function restock({ api, staff }: Cast, run: string): Promise<Shelves> {
  const stocked = async (name: string, units: number, cents: number): Promise<Shelf> => {
    const sku = `demo-${run}-${name}`;
    await api.addItem(staff, sku, `Demo ${name}`, cents);
    await api.receive(staff, sku, units);
    return { sku, received: units };
  };
  return {
    lamp: await stocked('lamp', 30, 2900),
    desk: await stocked('desk', 4, 19_900),
    ticket: await stocked('ticket', raceUnits, 8500),
  };
}

type Plan = { readonly title: string; readonly count: number; readonly order: NewOrder };

function plans({ lamp, desk }: Shelves): Plan[] {
  const order = (shelf: Shelf, quantity: number, paymentMethod: string) => ({
    sku: shelf.sku,
    quantity,
    paymentMethod,
  });
  return [
    { title: 'approved', count: 5, order: order(lamp, 2, 'pm_card_visa') },
    { title: 'declined card', count: 3, order: order(lamp, 1, 'pm_card_chargeDeclined') },
    { title: 'provider lost its answer', count: 2, order: order(lamp, 1, 'pm_sim_timeout_then_approved') },
    { title: 'more than there is', count: 2, order: order(desk, 5, 'pm_card_visa') },
  ];
}

/** Orders as they come on any day, and two that go on after they were paid. */
export async function everyday(cast: Cast, shelves: Shelves): Promise<Group[]> {
  const { api, staff, buyers } = cast;
  const desk = { sku: shelves.desk.sku, quantity: 1, paymentMethod: 'pm_card_visa' };
  const wanted = [
    ...plans(shelves).flatMap(({ count, order }) => buyers.slice(0, count).map((buyer) => ({ buyer, order }))),
    ...buyers.slice(0, 2).map((buyer) => ({ buyer, order: desk })),
  ];
  const ended = await followed(api, staff, await placeAtOnce(api, wanted));
  const groups = plans(shelves).map(({ title, count }) => ({ title, orders: ended.splice(0, count) }));
  const [unwanted, ready] = ended;
  if (unwanted === undefined || ready === undefined) throw new Error('Two orders of desks were placed');
  const cancelled = await api.cancel(buyers[0] ?? staff, unwanted.orderId);
  return [
    ...groups,
    { title: 'cancelled after payment', orders: await followed(api, staff, [cancelled], 'cancelled orders refunded') },
    { title: 'shipped', orders: [await api.ship(staff, ready.orderId)] },
  ];
}

/** Many buyers who want the same few units at the same instant. */
export async function race({ api, staff, buyers }: Cast, { ticket }: Shelves): Promise<Group> {
  const order = { sku: ticket.sku, quantity: 1, paymentMethod: 'pm_card_visa' };
  const placed = await placeAtOnce(
    api,
    buyers.map((buyer) => ({ buyer, order })),
  );
  return { title: `${racers} buyers, ${raceUnits} units`, orders: await followed(api, staff, placed) };
}
