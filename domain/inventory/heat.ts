import type { Instant } from '../time.ts';

/** A worker judges by what it has seen itself in this time: its own share of the traffic, so that it is never hasty. */
const windowSeconds = 10;
const ordersPerSecond = 20;
const conflictsPerOrder = 0.2;
/** Conflicts of fewer orders are chance. */
const minimumOrders = 10;

type Seen = { readonly at: number; readonly conflicts: number };

/** What one worker knows of which SKUs are hot, and sees of those that should be. It may be wrong: the writes tell. */
export class Heat {
  readonly #hot = new Set<string>();
  readonly #seen = new Map<string, Seen[]>();

  isHot(sku: string): boolean {
    return this.#hot.has(sku);
  }

  learn(skus: readonly string[]): void {
    for (const sku of skus) {
      this.#hot.add(sku);
      this.#seen.delete(sku);
    }
  }

  forget(skus: readonly string[]): void {
    for (const sku of skus) this.#hot.delete(sku);
  }

  /** Notes an order that was decided by a transaction. */
  count(skus: readonly string[], conflicts: number, at: Instant): void {
    for (const sku of skus) {
      const seen = this.#seen.get(sku) ?? [];
      seen.push({ at: Date.parse(at), conflicts });
      this.#seen.set(sku, seen);
    }
  }

  /** The SKUs that transactions are too slow for, by the last seconds; what is older is forgotten. */
  busy(at: Instant): string[] {
    const from = Date.parse(at) - windowSeconds * 1_000;
    const busy: string[] = [];
    for (const [sku, seen] of this.#seen) {
      const recent = seen.filter((one) => one.at > from);
      if (recent.length === 0) this.#seen.delete(sku);
      else this.#seen.set(sku, recent);
      if (isBusy(recent)) busy.push(sku);
    }
    return busy;
  }
}

function isBusy(recent: readonly Seen[]): boolean {
  const conflicts = recent.reduce((sum, seen) => sum + seen.conflicts, 0);
  if (recent.length > ordersPerSecond * windowSeconds) return true;
  return recent.length >= minimumOrders && conflicts >= conflictsPerOrder * recent.length;
}
