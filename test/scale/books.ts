import type { ItemChange, Store } from '../simulation/dynamodb/store.ts';
import { Latencies } from './latencies.ts';
import type { Report } from './scenario.ts';

export type BooksOptions = {
  readonly now: () => number;
  /** Between these instants latencies are kept, on the virtual clock. */
  readonly from: number;
  readonly to: number;
};

/** Follows what is written: which order was answered when, and whether units and reservations agree in the end. */
export class Books {
  readonly #options: BooksOptions;
  readonly #visibleAt = new Map<string, number>();
  readonly latencies = new Latencies();
  held = 0;
  rejected = 0;
  duplicates = 0;
  lastAnswerAt = 0;

  constructor(options: BooksOptions) {
    this.#options = options;
  }

  /** Orders that were received, and have no answer yet. */
  get open(): number {
    return this.#visibleAt.size;
  }

  readonly taken = (orderId: string, visibleAt: number): void => {
    this.#visibleAt.set(`RESERVATION#${orderId}`, visibleAt);
  };

  readonly written = (changes: readonly ItemChange[]): void => {
    for (const change of changes) if (change.place.sk === 'RESERVATION') this.#answered(change);
  };

  #answered({ place, before, after }: ItemChange): void {
    const visibleAt = this.#visibleAt.get(place.pk);
    if (before !== undefined || visibleAt === undefined) {
      this.duplicates++;
      return;
    }
    this.#visibleAt.delete(place.pk);
    if (after.status?.S === 'Held') this.held++;
    else this.rejected++;
    const now = this.#options.now();
    this.lastAnswerAt = now;
    if (now >= this.#options.from && now < this.#options.to) this.latencies.add(now - visibleAt);
  }
}

/** What the stored items say: units that were sold twice, and units that are reserved for nobody. */
export function audit(store: Store, table: string, unitsPerSku: number): Pick<Report, 'oversold' | 'stranded'> {
  const heldBySku = new Map<string, number>();
  const items = [...store.items(table)];
  for (const { status, lines } of items) {
    if (status?.S !== 'Held') continue;
    for (const line of lines?.L ?? []) {
      const [sku = '', quantity = 0] = [line.M?.sku?.S, Number(line.M?.quantity?.N)];
      heldBySku.set(sku, (heldBySku.get(sku) ?? 0) + quantity);
    }
  }
  let [oversold, stranded] = [0, 0];
  for (const { pk, sk, available, reserved } of items) {
    if (sk?.S !== 'STOCK') continue;
    const held = heldBySku.get(String(pk?.S).slice('STOCK#'.length)) ?? 0;
    oversold += Math.max(0, held - unitsPerSku, held - Number(reserved?.N), -Number(available?.N));
    stranded += Math.max(0, Number(reserved?.N) - held, unitsPerSku - held - Number(available?.N));
  }
  return { oversold, stranded };
}
