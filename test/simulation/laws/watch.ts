import { type OrderStatus, orderStatuses, transition } from '../../../domain/ordering/status.ts';
import { type ItemChange, Store } from '../dynamodb/store.ts';
import type { Item } from '../dynamodb/values.ts';
import type { TakenEvent } from '../services/bus.ts';
import { Counting } from './counting.ts';
import { Escrow, leasedUnits } from './escrow.ts';
import { Ledger, type Totals } from './ledger.ts';
import { Levels } from './levels.ts';
import { orderViolations, readReservation } from './order-laws.ts';
import { reservationViolations } from './reservation-laws.ts';
import { ToldEvents } from './told-events.ts';
import type { Violation } from './violation.ts';

/** Checks the laws at every write, by what the write has changed alone, so that a check costs next to nothing. */
export class Watch {
  readonly violations: Violation[] = [];
  readonly events = new ToldEvents();
  readonly #ledger = new Ledger();
  readonly #levels: Levels;
  readonly #escrow = new Escrow();
  readonly counting = new Counting();
  readonly #payments = new Map<string, string>();
  /** Orders whose stock or money is not settled. */
  inFlight = 0;
  /** SKUs with units in escrow. */
  leased = 0;

  constructor(now: () => number) {
    this.#levels = new Levels(now);
  }

  follow(store: Store, changes: readonly ItemChange[]): void {
    for (const change of changes) this.#count(change);
    for (const change of changes) this.#compare(store, change);
  }

  taken(event: TakenEvent): void {
    this.#add(this.events.take(event));
  }

  #add(violations: readonly Violation[]): void {
    if (violations.length > 0) this.violations.push(...violations);
  }

  /** Enters into the ledger what the change tells. */
  #count(change: ItemChange): void {
    const { place, before, after } = change;
    if (place.sk.startsWith('EVENT#')) this.#countEvents(after);
    else if (place.sk === 'ADJUSTMENT' && before === undefined) this.#countAdjustment(after);
    else if (place.sk === 'RESERVATION' && before === undefined) this.#countDecision(after);
    else if (place.sk === 'RESERVATION') this.counting.claim(change);
    else if (place.sk === 'STOCK') this.#countStock(change);
    else if (place.sk === 'ORDER') this.#countOrder(change);
    else if (place.table === 'PaymentLedger') this.#countPayment(change);
  }

  #compare(store: Store, change: ItemChange): void {
    const { place, after } = change;
    if (place.sk === 'ORDER') this.#add(orderViolations(store, change));
    if (place.sk === 'RESERVATION') this.#add(reservationViolations(store, change));
    if (place.sk === 'STOCK') {
      const sku = place.pk.slice('STOCK#'.length);
      this.#add(
        this.#ledger.compare(sku, totalsOf(after, this.#escrow.undecided(sku, after), this.counting.uncounted(sku))),
      );
    } else if (place.sk === 'ORDER' || place.sk === 'RESERVATION') {
      this.#compareOrder(store, after.orderId?.S ?? '');
    }
  }

  #countEvents({ events }: Item): void {
    for (const { M: event } of events?.L ?? []) {
      const { metadata, data } = event?.detail?.M ?? {};
      this.#add(this.events.commit(metadata?.M?.eventId?.S ?? ''));
      this.#countEvent(event?.detailType?.S ?? '', data?.M ?? {});
    }
  }

  #countEvent(detailType: string, data: Item): void {
    if (detailType === 'StockAdjusted') {
      this.#ledger.adjust(data.sku?.S ?? '', 'sold', numberOf(data, 'delta'));
    } else if (detailType === 'OrderStatusChangedToPaid') {
      this.#move(data, 'settlement', (quantity) => ({ available: 0, reserved: -quantity, sold: quantity }));
    } else if (detailType === 'OrderStockReleased') {
      const isReturn = data.cause?.S === 'returned';
      this.#move(data, isReturn ? 'return' : 'settlement', (quantity) => {
        const from = isReturn ? { reserved: 0, sold: -quantity } : { reserved: -quantity, sold: 0 };
        return { available: quantity, ...from };
      });
      for (const { sku, quantity } of linesOf(data)) {
        this.#add(this.#ledger.take(data.orderId?.S ?? '', sku, quantity));
      }
    }
  }

  #move(data: Item, step: 'settlement' | 'return', totalsFor: (quantity: number) => Totals): void {
    const moved = linesOf(data).map(({ sku, quantity }) => ({ sku, totals: totalsFor(quantity) }));
    for (const { sku, totals } of moved) this.#ledger.move(sku, totals);
    this.counting.tell(data.orderId?.S ?? '', step, moved);
  }

  #countAdjustment(after: Item): void {
    this.#ledger.adjust(after.sku?.S ?? '', 'available', numberOf(after, 'delta'));
  }

  /** The insert decides, and tells. */
  #countDecision(after: Item): void {
    const orderId = after.orderId?.S ?? '';
    if (after.version?.N !== undefined) this.#add(this.events.commit(`${orderId}.${after.version.N}`));
    if (after.status?.S === 'Rejected') this.#add(this.#levels.refusal(orderId, after));
    if (after.status?.S !== 'Held') return;
    if (after.batch !== undefined) this.counting.insert(orderId);
    for (const { sku, quantity } of linesOf(after)) {
      this.#ledger.move(sku, { available: -quantity, reserved: quantity, sold: 0 });
      this.#add(this.#ledger.take(orderId, sku, -quantity));
      if (after.batch?.S === undefined) continue;
      this.#escrow.use(after.batch.S, sku, quantity);
      this.#levels.take(sku, quantity);
    }
  }

  #countStock(change: ItemChange): void {
    const { before, after, place } = change;
    const sku = place.pk.slice('STOCK#'.length);
    const isHot = after.leases !== undefined;
    this.counting.close(sku, change);
    this.#levels.follow(sku, {
      available: numberOf(after, 'available'),
      ...(isHot ? { sellable: numberOf(after, 'available') + this.#escrow.undecided(sku, after) } : {}),
    });
    if (leasedUnits(before) === 0 && leasedUnits(after) > 0) this.leased++;
    if (leasedUnits(before) > 0 && leasedUnits(after) === 0) this.leased--;
    this.#add(this.events.commitStock(change, sku));
  }

  #countOrder({ place, before, after }: ItemChange): void {
    if (after.inFlightShard !== undefined) this.inFlight++;
    if (before === undefined) return;
    if (before.inFlightShard !== undefined) this.inFlight--;
    const [from, to] = [statusOf(before), statusOf(after)];
    if (transition(from, to) === 'illegal') this.#add([{ law: 2, what: `${place.pk} went from ${from} to ${to}` }]);
    if (numberOf(after, 'revision') !== numberOf(before, 'revision') + 1) {
      this.#add([{ law: 6, what: `${place.pk} was overwritten by who had not read it` }]);
    }
  }

  /** One key for each order: another one could charge it again. */
  #countPayment({ after }: ItemChange): void {
    const [orderId, key] = [after.orderId?.S ?? '', after.key?.S ?? ''];
    const known = this.#payments.get(orderId);
    if (known !== undefined && known !== key) {
      this.#add([{ law: 4, what: `order ${orderId} is paid by the keys ${known} and ${key}` }]);
    }
    this.#payments.set(orderId, key);
  }

  #compareOrder(store: Store, orderId: string): void {
    const order = store.read(Store.placeOf('Orders', { pk: { S: `ORDER#${orderId}` }, sk: { S: 'ORDER' } }));
    const status = order?.status?.S;
    if (status !== 'Cancelled' && status !== 'Shipped') return;
    if (readReservation(store, orderId)?.status?.S !== 'Held') return;
    this.#add([{ law: 5, what: `order ${orderId} is ${status}, and its reservation Held` }]);
  }
}

function numberOf(item: Item, attribute: string): number {
  return Number(item[attribute]?.N ?? 0);
}

/** As they are once what is undecided has been given back, and what is uncounted has been counted. */
function totalsOf(stock: Item, undecided: number, uncounted: Totals) {
  return {
    available: numberOf(stock, 'available') + undecided + uncounted.available,
    reserved: numberOf(stock, 'reserved') - undecided + uncounted.reserved,
    sold: numberOf(stock, 'sold') + uncounted.sold,
  };
}

function linesOf(item: Item): { readonly sku: string; readonly quantity: number }[] {
  return (item.lines?.L ?? []).map(({ M: line }) => ({
    sku: line?.sku?.S ?? '',
    quantity: Number(line?.quantity?.N ?? 0),
  }));
}

function statusOf(order: Item): OrderStatus {
  const status = orderStatuses.find((name) => name === order.status?.S);
  if (status === undefined) throw new Error(`An order has the status ${order.status?.S}`);
  return status;
}
