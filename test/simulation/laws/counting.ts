import type { ItemChange } from '../dynamodb/store.ts';
import type { Totals } from './ledger.ts';

type Step = 'settlement' | 'return';
type Moved = { readonly sku: string; readonly totals: Totals };

/** What reservations that came by escrow have told, and the stock items have not counted yet. */
export class Counting {
  readonly #escrowed = new Set<string>();
  /** By order and step, what it moves. */
  readonly #told = new Map<string, readonly Moved[]>();
  /** By batch, the steps that it has claimed. */
  readonly #claimed = new Map<string, string[]>();
  readonly #uncounted = new Map<string, Totals>();
  /** Steps of SKUs that are not counted. */
  pending = 0;

  insert(orderId: string): void {
    this.#escrowed.add(orderId);
  }

  /** The ledger has moved: the stock items follow later. */
  tell(orderId: string, step: Step, moved: readonly Moved[]): void {
    if (!this.#escrowed.has(orderId)) return;
    this.#told.set(`${orderId} ${step}`, moved);
    for (const { sku, totals } of moved) this.#add(sku, totals, 1);
  }

  claim({ before, after }: ItemChange): void {
    const orderId = after.orderId?.S ?? '';
    const marks = { settlement: 'countedBy', return: 'returnCountedBy' } as const;
    for (const [step, mark] of Object.entries(marks)) {
      const batchId = after[mark]?.S;
      if (batchId === undefined || before?.[mark] !== undefined) continue;
      this.#claimed.set(batchId, [...(this.#claimed.get(batchId) ?? []), `${orderId} ${step}`]);
    }
  }

  /** A token that goes counts what its batch has claimed by then, and nothing else ever does. */
  close(sku: string, { before, after }: ItemChange): void {
    const left = after.counts?.M ?? {};
    for (const batchId of Object.keys(before?.counts?.M ?? {})) {
      if (left[batchId] !== undefined) continue;
      for (const name of this.#claimed.get(batchId) ?? []) {
        const moved = (this.#told.get(name) ?? []).find((one) => one.sku === sku);
        if (moved !== undefined) this.#add(sku, moved.totals, -1);
      }
    }
  }

  /** What is still to be added to the totals of a SKU. */
  uncounted(sku: string): Totals {
    return this.#uncounted.get(sku) ?? { available: 0, reserved: 0, sold: 0 };
  }

  #add(sku: string, { available, reserved, sold }: Totals, sign: 1 | -1): void {
    const sum = this.uncounted(sku);
    this.#uncounted.set(sku, {
      available: sum.available + sign * available,
      reserved: sum.reserved + sign * reserved,
      sold: sum.sold + sign * sold,
    });
    this.pending += sign;
  }
}
