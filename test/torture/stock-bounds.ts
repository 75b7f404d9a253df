import type { StockView } from '../support/schemas.ts';

/** A change of a SKU's units that was asked for. */
type Change = {
  readonly delta: number;
  readonly sentAt: number;
  /** When it was answered, and whether it stands; never answered for what nobody is told, such as a write-off. */
  answered?: { readonly at: number; readonly stands: boolean };
};

/** How many units a SKU can have in all, by what was asked for and what was answered. */
export class StockBounds {
  #changes: Change[] = [];

  /** @returns takes word of the answer */
  ask(delta: number, sentAt: number): (stands: boolean, at: number) => void {
    const change: Change = { delta, sentAt };
    this.#changes.push(change);
    return (stands, at) => {
      change.answered = { at, stands };
    };
  }

  /** All is at rest, and the books have told how many units there are. */
  settle(units: number, at: number): void {
    this.#changes = [{ delta: units, sentAt: at, answered: { at, stands: true } }];
  }

  /** Between which sums a look must find the units, if it began and ended at these moments. */
  between(beganAt: number, endedAt: number): { readonly least: number; readonly most: number } {
    let [least, most] = [0, 0];
    for (const { delta, sentAt, answered } of this.#changes) {
      if (answered?.stands === false || sentAt > endedAt) continue;
      const isSure = answered !== undefined && answered.at < beganAt;
      if (isSure || delta < 0) least += delta;
      if (isSure || delta > 0) most += delta;
    }
    return { least, most };
  }

  /** What a look finds wrong. */
  violations({ sku, available, reserved, sold, onHand }: StockView, beganAt: number, endedAt: number): string[] {
    const { least, most } = this.between(beganAt, endedAt);
    const units = available + reserved + sold;
    const found = `${sku} has ${available} available, ${reserved} reserved and ${sold} sold`;
    return [
      ...(Math.min(available, reserved, sold) < 0 ? [`${found}: less than none`] : []),
      ...(units < least || units > most ? [`${found}: ${units} units, where ${least} to ${most} were put`] : []),
      ...(onHand === available + reserved ? [] : [`${found}, but ${onHand} on hand`]),
    ];
  }
}
