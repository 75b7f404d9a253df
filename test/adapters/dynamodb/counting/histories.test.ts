import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countReservations } from '../../../../adapters/dynamodb/counting/count.ts';
import type { Reservation } from '../../../../domain/inventory/reservation.ts';
import { startTestEngine, type TestEngine } from '../../../support/engine.ts';
import { type Fate, MortalClient } from './mortal-client.ts';
import { at, type Ending, Shelf } from './shelf.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.stop());

const units = 60;
const orders = 4;

/** What happens: an order ends, a message of any earlier state arrives, with its worker's fate, or the sweep comes. */
type Happening =
  | { readonly kind: 'end'; readonly order: number; readonly ending: Ending }
  | { readonly kind: 'tell'; readonly which: readonly number[]; readonly request: number; readonly fate: Fate }
  | { readonly kind: 'recover' }
  | { readonly kind: 'go_on' };

const endings = fc.record({
  kind: fc.constant('end' as const),
  order: fc.nat(orders - 1),
  ending: fc.constantFrom<Ending>('commit', 'commit', 'release', 'expire', 'return'),
});
const tellings = fc.record({
  kind: fc.constant('tell' as const),
  which: fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }),
  request: fc.nat(20),
  fate: fc.constantFrom<Fate>('dies_before', 'dies_after', 'is_held_up'),
});
const history: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: endings },
    { weight: 4, arbitrary: tellings },
    { weight: 1, arbitrary: fc.constant({ kind: 'recover' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'go_on' as const }) },
  ),
  { minLength: 4, maxLength: 14 },
);

/** A shelf on which a history happens. */
class Stage {
  readonly shelf: Shelf;
  readonly #orderIds: string[] = [];
  /** Every state that a message may tell of, for ever. */
  readonly #told: Reservation[] = [];
  readonly #heldUp: { readonly worker: MortalClient; readonly work: Promise<unknown> }[] = [];

  private constructor(shelf: Shelf) {
    this.shelf = shelf;
  }

  static async open(): Promise<Stage> {
    const stage = new Stage(await Shelf.stock(engine, 2, units));
    const [first = '', second = ''] = stage.shelf.skus;
    for (let order = 0; order < orders; order++) {
      const line = { sku: first, quantity: order + 1 };
      const lines = order % 2 === 0 ? [line] : [line, { sku: second, quantity: 3 }];
      stage.#orderIds.push(await stage.shelf.hold(lines));
    }
    return stage;
  }

  async happen(happening: Happening): Promise<void> {
    if (happening.kind === 'end') await this.#end(happening.order, happening.ending);
    else if (happening.kind === 'tell') await this.#tell(happening);
    else if (happening.kind === 'recover') await this.shelf.recover();
    else await this.#goOn();
  }

  /** All messages come once more, in the reverse order, and whoever was held up goes on; then the sweep comes. */
  async comeToRest(): Promise<void> {
    await this.#goOn();
    await this.shelf.recover();
    for (const reservation of this.#told.toReversed()) await countReservations(this.shelf.table(), [reservation], at);
    await this.shelf.recover();
  }

  async #end(order: number, ending: Ending): Promise<void> {
    const orderId = this.#orderIds[order] ?? '';
    const [before] = await this.shelf.reservations([orderId]);
    const isReturn = ending === 'return';
    const fits = isReturn
      ? before?.status === 'Committed' && before.returnedAt === undefined
      : before?.status === 'Held';
    if (!fits) return;
    await this.shelf.end(orderId, ending);
    this.#told.push(...(await this.shelf.reservations([orderId])));
  }

  async #tell({ which, request, fate }: Extract<Happening, { kind: 'tell' }>): Promise<void> {
    const told = which.flatMap((index) => this.#told[index % Math.max(this.#told.length, 1)] ?? []);
    const worker = new MortalClient(engine.client, request, fate);
    const work = countReservations(this.shelf.table(worker), told, at).catch(ignoreDeath);
    if (fate !== 'is_held_up') await work;
    else if ((await Promise.race([work, worker.reached.then(() => 'reached')])) === 'reached') {
      this.#heldUp.push({ worker, work });
    }
  }

  async #goOn(): Promise<void> {
    for (const { worker, work } of this.#heldUp.splice(0)) {
      worker.goOn();
      await work;
    }
  }
}

/** Workers die by design; anything else that goes wrong is a finding. */
function ignoreDeath(error: unknown): undefined {
  if (error instanceof Error && error.name === 'Died') return undefined;
  throw error;
}

test('whatever happens when, no unit is lost, and everything is counted once', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (happenings) => {
      const stage = await Stage.open();
      const { shelf } = stage;
      for (const happening of happenings) {
        await stage.happen(happening);
        for (const sku of shelf.skus) {
          const { available, reserved, sold } = await shelf.totals(sku);
          expect(available + reserved + sold).toBe(units);
          expect(Math.min(available, reserved, sold)).toBeGreaterThanOrEqual(0);
        }
      }
      await stage.comeToRest();
      for (const sku of shelf.skus) expect(await shelf.totals(sku)).toEqual(await shelf.expected(sku));
      expect(await shelf.openTokens()).toEqual([]);
      expect(await shelf.uncounted()).toEqual([]);
    }),
    { numRuns: 25 },
  );
}, 120_000);
