import type { Violation } from './violation.ts';

export type Totals = { available: number; reserved: number; sold: number };

type Account = Totals & { adjusted: number };

/** What the ledger's entries add up to, SKU by SKU, and what each order has taken. */
export class Ledger {
  readonly #accounts = new Map<string, Account>();
  readonly #taken = new Map<string, { quantity: number; available: number }>();

  /** Units that were put there or taken away, of `available` or, for a write-off, of `sold`. */
  adjust(sku: string, total: 'available' | 'sold', delta: number): void {
    const account = this.#account(sku);
    account[total] += delta;
    account.adjusted += delta;
  }

  move(sku: string, { available, reserved, sold }: Totals): void {
    const account = this.#account(sku);
    account.available += available;
    account.reserved += reserved;
    account.sold += sold;
  }

  /** What an order does to the available units of a SKU: nothing in all, or its quantity once. */
  take(orderId: string, sku: string, available: number): Violation[] {
    const name = `${orderId} ${sku}`;
    const taken = this.#taken.get(name) ?? { quantity: Math.abs(available), available: 0 };
    taken.available += available;
    this.#taken.set(name, taken);
    if (taken.available === 0 || taken.available === -taken.quantity) return [];
    return [{ law: 2, what: `order ${orderId} has taken ${-taken.available} of ${sku}, and asked ${taken.quantity}` }];
  }

  compare(sku: string, stored: Totals): Violation[] {
    const account = this.#account(sku);
    const { available, reserved, sold } = stored;
    const told = `${sku} has ${available} available, ${reserved} reserved, ${sold} sold`;
    const violations: Violation[] = [];
    if (available < 0 || reserved < 0 || sold < 0) violations.push({ law: 1, what: told });
    if (available + reserved + sold !== account.adjusted) {
      violations.push({ law: 1, what: `${told}, and ${account.adjusted} were put there` });
    }
    if (available !== account.available || reserved !== account.reserved || sold !== account.sold) {
      violations.push({ law: 3, what: `${told}, the ledger says ${JSON.stringify(account)}` });
    }
    return violations;
  }

  #account(sku: string): Account {
    let account = this.#accounts.get(sku);
    if (account === undefined) {
      account = { available: 0, reserved: 0, sold: 0, adjusted: 0 };
      this.#accounts.set(sku, account);
    }
    return account;
  }
}
