import type { ItemChange } from '../dynamodb/store.ts';
import type { Item } from '../dynamodb/values.ts';
import type { TakenEvent } from '../services/bus.ts';
import { leasedUnits } from './escrow.ts';
import type { Violation } from './violation.ts';

/** The events that were committed, by their ids, and those that the bus has taken. */
export class ToldEvents {
  readonly #committed = new Set<string>();
  readonly #taken = new Set<string>();

  commit(eventId: string): Violation[] {
    if (this.#committed.has(eventId)) return [{ law: 6, what: `event ${eventId} was written twice` }];
    this.#committed.add(eventId);
    return [];
  }

  /** What a change of a stock item tells: its adjustment, and the crossings of the threshold and of zero. */
  commitStock({ before, after }: ItemChange, sku: string): Violation[] {
    const revision = after.revision?.N ?? '';
    const tell = (detailType: string) => this.commit(`${sku}.${revision}.${detailType}`);
    const [available, availableBefore] = [sellable(after), sellable(before)];
    const [threshold, thresholdBefore] = [after.restockThreshold, before?.restockThreshold];
    const wasBelow = thresholdBefore !== undefined && availableBefore < Number(thresholdBefore.N);
    const adjustment = adjustmentOf(after);
    const isBelow = threshold !== undefined && available < Number(threshold.N);
    return [
      ...(adjustment !== undefined && adjustment !== adjustmentOf(before)
        ? this.commit(`${sku}.${adjustment}.StockAdjusted`)
        : []),
      ...(before !== undefined && isBelow && !wasBelow ? tell('StockBelowRestockThreshold') : []),
      ...(availableBefore > 0 && available === 0 ? tell('StockDepleted') : []),
    ];
  }

  take({ detail }: TakenEvent): Violation[] {
    const { eventId } = detail.metadata;
    this.#taken.add(eventId);
    if (this.#committed.has(eventId)) return [];
    return [{ law: 6, what: `event ${eventId} was published, and is not committed` }];
  }

  /** What was committed, and never told. */
  untold(): Violation[] {
    const lost = [...this.#committed].filter((eventId) => !this.#taken.has(eventId));
    return lost.map((eventId) => ({ law: 6, what: `event ${eventId} was never published` }));
  }
}

function number(item: Item | undefined, attribute: string): number {
  return Number(item?.[attribute]?.N ?? 0);
}

/** A lease decides nothing: what is in escrow still counts. */
function sellable(item: Item | undefined): number {
  return number(item, 'available') + leasedUnits(item);
}

function adjustmentOf(item: Item | undefined): string | undefined {
  return item?.adjustment?.M?.adjustmentId?.S;
}
