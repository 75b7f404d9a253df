import type { OrderRecord, ReservationRecord, World } from '../protocol/records.ts';
import { everRead } from '../protocol/reservation.ts';
import { decisionOf, orderRecord } from './abstract.ts';
import { early, late, orderOf, reservationOf } from './concrete.ts';
import { decisions } from './decisions.ts';
import { compareProvider } from './provider.ts';
import { questions } from './questions.ts';
import { compareReserving } from './reserving.ts';
import { Tally } from './tally.ts';

/** What a function of the domain is told: an order, what was read of its reservation, and whether it is late. */
type Input = { readonly order: OrderRecord; readonly found: ReservationRecord; readonly isLate: boolean };

/** Every input that somebody can come to have in one of the worlds; each once. */
function inputsOf(worlds: Iterable<World>): Input[] {
  const inputs = new Map<string, Input>();
  for (const world of worlds) {
    const { order } = world;
    for (const found of everRead(world)) {
      for (const isLate of world.deadlinePassed ? [false, true] : [false]) {
        const input = { order, found, isLate };
        inputs.set(JSON.stringify(input), input);
      }
    }
  }
  return [...inputs.values()];
}

/**
 * Asks the domain's own functions wherever the search has been, and the model. Both are functions of the same input,
 * so that answers which are equal everywhere are refinement in both directions.
 */
export function compareWithDomain(worlds: readonly World[]): Tally {
  const tally = new Tally();
  for (const input of inputsOf(worlds)) {
    const { order, found, isLate } = input;
    const concrete = [orderOf(order), reservationOf(found, order.lines), isLate ? late : early] as const;
    tally.compare('orderOf', input, orderRecord(concrete[0]), order, 'same');
    for (const { name, domain, model } of decisions) {
      const decision = domain(...concrete);
      tally.compare(name, input, decisionOf(decision), model(order, found, isLate), decision.outcome);
    }
    for (const { name, domain, model } of questions) {
      const answer = domain(...concrete);
      if (answer !== undefined) tally.compare(name, input, answer, model(order, found, isLate), answer);
    }
  }
  compareProvider(new Set(worlds.map(({ ledger }) => ledger)), tally);
  compareReserving(worlds, tally);
  return tally;
}
