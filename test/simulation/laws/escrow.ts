import type { Item } from '../dynamodb/values.ts';

/** What reservations have used of the leases that they name. */
export class Escrow {
  readonly #used = new Map<string, number>();

  use(batchId: string, sku: string, quantity: number): void {
    const name = `${batchId} ${sku}`;
    this.#used.set(name, (this.#used.get(name) ?? 0) + quantity);
  }

  /** Units that a stock item counts as reserved, and that no reservation has: in escrow, and undecided. */
  undecided(sku: string, { leases }: Item): number {
    return leasesOf(leases).reduce((sum, [id, units]) => sum + units - (this.#used.get(`${id} ${sku}`) ?? 0), 0);
  }
}

/** Units that a stock item has in escrow, decided on or not. */
export function leasedUnits(item: Item | undefined): number {
  return leasesOf(item?.leases).reduce((sum, [, units]) => sum + units, 0);
}

function leasesOf(leases: Item[string] | undefined): (readonly [batchId: string, units: number])[] {
  return Object.entries(leases?.M ?? {}).map(([batchId, lease]) => [batchId, Number(lease.M?.units?.N)]);
}
