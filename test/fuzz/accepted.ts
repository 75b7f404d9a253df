import * as z from 'zod/mini';
import type { Books } from '../support/books.ts';
import type { RawAnswer, RawRequest } from './raw-request.ts';

const placed = z.object({ orderId: z.string() });
const adjusted = z.object({ adjustmentId: z.string() });
const put = z.object({ sku: z.string() });

/** What requests were accepted for, by the ids that they were answered with. */
export class Accepted {
  readonly #orders = new Set<string>();
  readonly #adjustments = new Set<string>();
  readonly #items = new Set<string>();

  note({ method }: RawRequest, answer: RawAnswer): void {
    if (answer.status >= 300 || method === 'GET' || method === 'HEAD') return;
    const body: unknown = JSON.parse(answer.body === '' ? 'null' : answer.body);
    const order = placed.safeParse(body);
    if (order.success) this.#orders.add(order.data.orderId);
    const adjustment = adjusted.safeParse(body);
    if (adjustment.success) this.#adjustments.add(adjustment.data.adjustmentId);
    const item = put.safeParse(body);
    if (item.success && method === 'PUT') this.#items.add(item.data.sku);
  }

  /** What stands in the books that no accepted request has put there, and what is missing. */
  differences(before: Books, after: Books): string[] {
    return [
      ...difference('order', ordersOf(before), ordersOf(after), this.#orders),
      ...difference('adjustment', adjustmentsOf(before), adjustmentsOf(after), this.#adjustments),
      ...difference('item', itemsOf(before), itemsOf(after), this.#items),
    ];
  }
}

function difference(what: string, before: Set<string>, after: Set<string>, accepted: Set<string>): string[] {
  const expected = before.union(accepted);
  return [
    ...[...after.difference(expected)].map((id) => `${what} ${id} is there, and no accepted request made it`),
    ...[...expected.difference(after)].map((id) => `${what} ${id} was accepted, and is not there`),
  ];
}

const ordersOf = ({ orders }: Books) => new Set(orders.map(({ orderId }) => orderId));
const itemsOf = ({ stock }: Books) => new Set(stock.map(({ sku }) => sku));

/** Those that staff made; the write-off of an order is part of its cancellation. */
function adjustmentsOf({ movements }: Books): Set<string> {
  const rows = [...movements.values()].flat();
  return new Set(rows.flatMap(({ adjustmentId, orderId }) => (orderId === undefined ? (adjustmentId ?? []) : [])));
}
