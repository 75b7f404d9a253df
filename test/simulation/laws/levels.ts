import type { Item } from '../dynamodb/values.ts';
import type { Violation } from './violation.ts';

/** How old what a refusal tells may be: its function runs for 5 s, and what it sends arrives up to 35 s after that. */
const memoryMilliseconds = 45_000;

type Level = {
  readonly available: number;
  /** Of a hot SKU: with what is in escrow and undecided. */
  readonly sellable?: number;
};

/** `taken` is what reservations have taken out of escrow, ever, when the level began. */
type Past = Level & { readonly until: number; readonly taken: number };

/** What was available of each SKU a short while ago, so that a refusal can be told from a lie. */
export class Levels {
  readonly #now: () => number;
  readonly #left = new Map<string, Past[]>();
  readonly #current = new Map<string, Level & { readonly taken: number }>();
  readonly #taken = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  follow(sku: string, level: Level): void {
    const now = this.#now();
    const left = this.#left.get(sku) ?? [];
    left.push({ until: now, ...(this.#current.get(sku) ?? { available: 0, taken: 0 }) });
    while ((left[0]?.until ?? now) < now - memoryMilliseconds) left.shift();
    this.#left.set(sku, left);
    this.#current.set(sku, { ...level, taken: this.#takenOf(sku) });
  }

  /** A reservation takes units out of escrow, which the stock item does not know yet. */
  take(sku: string, quantity: number): void {
    this.#taken.set(sku, this.#takenOf(sku) + quantity);
  }

  #takenOf(sku: string): number {
    return this.#taken.get(sku) ?? 0;
  }

  /** An order is refused for what was short, and is told how short it was. */
  refusal(orderId: string, { shortages }: Item): Violation[] {
    const lines = (shortages?.L ?? []).map(({ M: line }) => line ?? {});
    if (lines.length > 0 && lines.every((line) => this.#isTrue(line))) return [];
    return [{ law: 8, what: `order ${orderId} was refused for ${JSON.stringify(lines)}, which was not so` }];
  }

  #isTrue({ sku, requested, available }: Item): boolean {
    const [name, told] = [sku?.S ?? '', Number(available?.N)];
    const since = this.#now() - memoryMilliseconds;
    const past = (this.#left.get(name) ?? []).filter(({ until }) => until >= since);
    const current = this.#current.get(name) ?? { available: 0, taken: 0 };
    return told < Number(requested?.N) && [...past, current].some((level) => this.#wasSo(name, told, level));
  }

  /**
   * A quiet SKU had exactly what was told. Of a hot one there was no more than that, beside what its batches have taken
   * since: whoever is refused comes after all who were admitted with it.
   */
  #wasSo(sku: string, told: number, { available, sellable, taken }: Level & { readonly taken: number }): boolean {
    if (sellable === undefined) return available === told;
    return sellable - (this.#takenOf(sku) - taken) <= told;
  }
}
