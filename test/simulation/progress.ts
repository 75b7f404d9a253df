import { grouped, type Totals } from './totals.ts';

const everySeconds = 5;

/** Tells how far a long run is, every few seconds. */
export class Progress {
  readonly #begun = performance.now();
  readonly #orders: number;
  #told = this.#begun;

  constructor(orders: number) {
    this.#orders = orders;
  }

  get seconds(): number {
    return (performance.now() - this.#begun) / 1_000;
  }

  tell(totals: Totals): void {
    if (performance.now() - this.#told < everySeconds * 1_000) return;
    this.#told = performance.now();
    const done = totals.of('orders');
    const rate = done / this.seconds;
    const left = Math.max(0, this.#orders - done) / rate;
    console.log(
      `${grouped(done).padStart(11)} of ${grouped(this.#orders)} orders, ${grouped(rate)} a second, ` +
        `${grouped(totals.faults)} faults, 0 violations, ${grouped(left)} s left`,
    );
  }
}
