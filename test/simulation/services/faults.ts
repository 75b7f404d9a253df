import type { Random } from '../time/random.ts';

/** What can go wrong, and how probably each time that it could. A call is one of some thirty that an order makes. */
export type FaultRates = Readonly<Record<FaultName, number>>;

export const faultNames = [
  // A call of a handler to a service.
  'throttle',
  'transaction_conflict',
  'timeout_before',
  'timeout_after',
  'late_arrival',
  'error',
  'unreachable',
  'slow_call',
  'crash_before_call',
  'crash_after_call',
  // An invocation of a function.
  'invoke_refused',
  'invoke_crash',
  'invoke_answer_lost',
  'invoke_twice',
  // A message on its way.
  'event_not_accepted',
  'delivery_twice',
  'delivery_late',
  'delivery_lost',
  'stream_batch_twice',
  'stream_late',
  // An execution of the saga, and the sweep.
  'transition_late',
  'execution_aborted',
  'sweep_missed',
  // A client.
  'request_twice',
  'response_lost',
] as const;

export type FaultName = (typeof faultNames)[number];

/** Lets things go wrong by their rates, until the faults end. */
export class Faults {
  readonly #rates: FaultRates;
  readonly #random: Random;
  readonly hits = new Map<FaultName, number>();
  active = false;

  constructor(rates: FaultRates, random: Random) {
    this.#rates = rates;
    this.#random = random;
  }

  /** Whether this goes wrong now. */
  strike(name: FaultName): boolean {
    if (!this.active || !this.#random.chance(this.#rates[name])) return false;
    this.hits.set(name, (this.hits.get(name) ?? 0) + 1);
    return true;
  }
}

const usualRates: FaultRates = {
  throttle: 0.01,
  transaction_conflict: 0.02,
  timeout_before: 0.005,
  timeout_after: 0.01,
  late_arrival: 0.005,
  error: 0.01,
  unreachable: 0.003,
  slow_call: 0.005,
  crash_before_call: 0.005,
  crash_after_call: 0.005,
  invoke_refused: 0.01,
  invoke_crash: 0.01,
  invoke_answer_lost: 0.01,
  invoke_twice: 0.02,
  event_not_accepted: 0.01,
  delivery_twice: 0.05,
  delivery_late: 0.05,
  delivery_lost: 0.005,
  stream_batch_twice: 0.03,
  stream_late: 0.03,
  transition_late: 0.03,
  execution_aborted: 0.01,
  sweep_missed: 0.2,
  request_twice: 0.05,
  response_lost: 0.02,
};
const highestRate = 0.3;
const frequent = 8;
const constant = 20;

/**
 * Each world has faults of its own: some often, some never. Worlds that have all of them alike hide what only shows
 * where one kind is frequent (Groce et al., "Swarm Testing", 2012).
 * @param often faults that this world has often, whatever its seed
 */
export function faultRates(random: Random, often: readonly FaultName[] = []): FaultRates {
  const intensity = random.pick([0.3, 1, 1, 2]);
  const rates = faultNames.map((name) => {
    const factor = intensity * random.pick([0, 1, 1, 1, 1, frequent]);
    const wanted = often.includes(name) ? constant : factor;
    return [name, Math.min(highestRate, usualRates[name] * wanted)] as const;
  });
  return { ...usualRates, ...Object.fromEntries(rates) };
}
