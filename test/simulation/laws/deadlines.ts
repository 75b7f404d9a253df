import type { ItemChange, Store } from '../dynamodb/store.ts';
import type { Faults } from '../services/faults.ts';
import type { VirtualClock } from '../time/clock.ts';
import type { Violation } from './violation.ts';

/** How long a sweep may take, and what it starts. */
const graceMilliseconds = 10_000;

export type DeadlinesOptions = {
  readonly clock: VirtualClock;
  readonly faults: Faults;
  readonly store: Store;
  readonly sweepSeconds: number;
  readonly onViolation: (violation: Violation) => void;
};

/** A reservation past its deadline with no payment in flight is gone within one sweep, unless a fault prevents it. */
export class Deadlines {
  readonly #options: DeadlinesOptions;

  constructor(options: DeadlinesOptions) {
    this.#options = options;
  }

  follow({ place, before, after }: ItemChange): void {
    if (place.sk !== 'RESERVATION' || before !== undefined || after.deadline?.S === undefined) return;
    const { clock, faults, store, sweepSeconds, onViolation } = this.#options;
    const deadline = Date.parse(after.deadline.S);
    clock.after(deadline - clock.now(), () => {
      if (faults.active) return;
      clock.after(sweepSeconds * 1_000 + graceMilliseconds, () => {
        const { status, pin, closing } = store.read(place) ?? {};
        if (status?.S !== 'Held' || pin !== undefined || closing !== undefined) return;
        onViolation({ law: 7, what: `${place.pk} is Held a sweep after its deadline ${after.deadline?.S}` });
      });
    });
  }
}
