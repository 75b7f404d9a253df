import type { OrderView } from '../support/schemas.ts';
import type { Buyer, Lines, Shop } from '../support/shop.ts';
import { OrderTrail } from './order-trail.ts';
import { Requests } from './requests.ts';
import { StockBounds } from './stock-bounds.ts';
import type { Tally } from './tally.ts';
import { Violation } from './violation.ts';
import { Weather } from './weather.ts';

export type OrderRequest = {
  readonly buyer: Buyer;
  readonly key: string;
  readonly lines: Lines;
  readonly method: string;
};

/** An order that was accepted, with the first answer to its request. */
export type Placed = { readonly request: OrderRequest; readonly order: OrderView; readonly text: string };

export type AdjustRequest = { readonly sku: string; readonly delta: number; readonly key: string };

/** Undefined when there were fewer units than were to be taken away. */
export type Adjusted = { readonly adjustmentId: string; readonly text: string } | undefined;

/** What was asked for, and what becomes of it. */
export type Begun<Request, Result> = { readonly request: Request; readonly result: Promise<Result> };

export type Asked = 'cancelled_by_buyer' | 'cancelled_by_staff' | 'write_off' | 'ship';

/** A shop, and all that its people have asked of it and have been told. */
export class Stage {
  readonly shop: Shop;
  readonly tally: Tally;
  readonly weather: Weather;
  readonly requests: Requests;
  readonly buyers: readonly Buyer[];
  readonly skus: readonly string[];
  /** In the order in which they began. */
  readonly orders: Begun<OrderRequest, Placed>[] = [];
  readonly adjustments: Begun<AdjustRequest, Adjusted>[] = [];
  /** By order id. */
  readonly asked = new Map<string, Set<Asked>>();
  readonly bounds: ReadonlyMap<string, StockBounds>;
  readonly #trails = new Map<string, OrderTrail>();
  #ticks = 0;

  constructor(shop: Shop, tally: Tally, buyers: readonly Buyer[], skus: readonly string[]) {
    this.shop = shop;
    this.tally = tally;
    this.buyers = buyers;
    this.skus = skus;
    this.weather = new Weather(shop, tally);
    this.requests = new Requests(() => shop.run.problems, this.weather, tally);
    this.bounds = new Map(skus.map((sku) => [sku, new StockBounds()]));
  }

  /** A number above all before: it says what came first. */
  tick(): number {
    this.#ticks += 1;
    return this.#ticks;
  }

  buyer(number: number): Buyer {
    return around(this.buyers, number);
  }

  sku(number: number): string {
    return around(this.skus, number);
  }

  boundsOf(sku: string): StockBounds {
    const bounds = this.bounds.get(sku);
    if (bounds === undefined) throw new Violation(`There is a SKU ${sku}, which nobody has put there`);
    return bounds;
  }

  ask(orderId: string, what: Asked): void {
    this.asked.set(orderId, (this.asked.get(orderId) ?? new Set()).add(what));
  }

  /**
   * Takes note of what was answered about an order.
   * @throws Violation if it contradicts what was answered before
   */
  see(order: OrderView, sentAt: number): void {
    const trail = this.#trails.get(order.orderId) ?? new OrderTrail();
    this.#trails.set(order.orderId, trail);
    const contradictions = trail.see(order, sentAt, this.tick());
    if (contradictions.length > 0) throw new Violation(contradictions.join('\n'));
  }

  get trails(): ReadonlyMap<string, OrderTrail> {
    return this.#trails;
  }
}

/** Counts on from the first after the last. */
function around<Element>(all: readonly Element[], number: number): Element {
  const found = all[number % all.length];
  if (found === undefined) throw new Error('A world has a buyer and an item at least');
  return found;
}
