import type { ItemChange } from '../dynamodb/store.ts';
import type { Item } from '../dynamodb/values.ts';
import type { Violation } from './violation.ts';

/** How old what a refusal tells may be: its function runs for 5 s, and what it sends arrives up to 35 s after that. */
const memoryMilliseconds = 45_000;

type Level = { readonly until: number; readonly available: number };

/** What was available of each SKU a short while ago, so that a refusal can be told from a lie. */
export class Levels {
  readonly #now: () => number;
  readonly #left = new Map<string, Level[]>();
  readonly #current = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  follow(sku: string, { after }: ItemChange): void {
    const now = this.#now();
    const left = this.#left.get(sku) ?? [];
    left.push({ until: now, available: this.#current.get(sku) ?? 0 });
    while ((left[0]?.until ?? now) < now - memoryMilliseconds) left.shift();
    this.#left.set(sku, left);
    this.#current.set(sku, Number(after.available?.N ?? 0));
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
    const wasSo = (this.#left.get(name) ?? []).some((level) => level.until >= since && level.available === told);
    return told < Number(requested?.N) && (wasSo || this.#current.get(name) === told);
  }
}
