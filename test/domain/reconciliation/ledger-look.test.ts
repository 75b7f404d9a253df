import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Suspicion, secondsApart, suspicionAfter } from '../../../domain/reconciliation/belief.ts';
import { type Checkpoint, newCheckpoint, withTold } from '../../../domain/reconciliation/checkpoint.ts';
import { confirmLook, type LedgerLook, lookAtLedger } from '../../../domain/reconciliation/ledger-look.ts';
import { Books, none, seconds } from './ledger.ts';

/** What reconciling remembers of the SKU from look to look, as a run of it does. */
class Reconciler {
  readonly #books: Books;
  checkpoint: Checkpoint = newCheckpoint('mug');
  suspicion: Suspicion | undefined;
  readonly believed: unknown[] = [];

  constructor(books: Books) {
    this.#books = books;
  }

  async look(at: string): Promise<LedgerLook> {
    const { stock } = this.#books;
    const request = { checkpoint: this.checkpoint, stock, earlier: this.suspicion, at, read: this.#books.reader(at) };
    const look = await lookAtLedger(request);
    const confirmed = confirmLook(look, stock, this.#books.stock);
    if (confirmed === undefined) throw new Error('Nothing has changed amid the look');
    this.checkpoint = confirmed.checkpoint;
    this.#remember(confirmed, at);
    return confirmed;
  }

  #remember({ outcome, finding, believed }: LedgerLook, at: string): void {
    if (finding === undefined) {
      if (outcome !== 'unfinished') this.suspicion = undefined;
      return;
    }
    if (believed === true) {
      this.believed.push(finding.difference);
      this.checkpoint = withTold(this.checkpoint, 'ledger', finding.difference);
      this.suspicion = undefined;
    } else {
      this.suspicion = suspicionAfter(finding, this.suspicion, at);
    }
  }
}

const added = (units: number) => ({ ...none, available: units });
const reserved = (units: number) => ({ ...none, available: -units, reserved: units });

function world(rowsPerReading?: number) {
  const books = new Books(rowsPerReading);
  return { books, reconciler: new Reconciler(books) };
}

describe('a SKU whose books agree', () => {
  test('is proven once, and costs no reading until it changes', async () => {
    const { books, reconciler } = world();
    books.move(added(5), seconds(0));
    expect(await reconciler.look(seconds(1))).toMatchObject({
      outcome: 'agrees',
      checkpoint: { proof: { revision: 2 } },
    });
    expect(await reconciler.look(seconds(900))).toMatchObject({ outcome: 'unchanged' });
    expect(books.rowsRead).toBe(1);
  });

  test('is read from its checkpoint on when it has changed', async () => {
    const { books, reconciler } = world();
    books.move(added(5), seconds(0));
    await reconciler.look(seconds(900));
    books.move(reserved(2), seconds(901));
    expect(await reconciler.look(seconds(1_800))).toMatchObject({ outcome: 'agrees' });
    expect(books.rowsRead).toBe(2);
  });

  test('is read in full once a week', async () => {
    const { books, reconciler } = world();
    books.move(added(5), seconds(0));
    await reconciler.look(seconds(900));
    expect(await reconciler.look(seconds(900 + 7 * 86_400))).toMatchObject({ outcome: 'agrees' });
    expect(books.rowsRead).toBe(2);
  });

  test('is read in as many parts as it takes', async () => {
    const { books, reconciler } = world(2);
    for (const units of [1, 2, 3, 4, 5]) books.move(added(units), seconds(units));
    const outcomes = [];
    for (const at of [1_000, 2_000, 3_000]) outcomes.push((await reconciler.look(seconds(at))).outcome);
    expect(outcomes).toEqual(['unfinished', 'unfinished', 'agrees']);
    expect(books.rowsRead).toBe(5);
  });
});

describe('a counter that was changed by hand', () => {
  test('at a proven revision is believed at once, with the difference', async () => {
    const { books, reconciler } = world();
    books.move(added(5), seconds(0));
    await reconciler.look(seconds(1));
    books.changeByHand({ ...none, available: -3, sold: 1 });
    await reconciler.look(seconds(2));
    expect(reconciler.believed).toEqual([{ available: -3, reserved: 0, sold: 1 }]);
  });

  test('is told once, whatever happens to the SKU afterwards', async () => {
    const { books, reconciler } = world();
    books.move(added(5), seconds(0));
    await reconciler.look(seconds(1));
    books.changeByHand(added(-3));
    await reconciler.look(seconds(2));
    expect(await reconciler.look(seconds(900))).toMatchObject({ outcome: 'unchanged' });
    expect(reconciler.believed).toHaveLength(1);
  });

  test('at a revision that was never proven is suspected first, and believed when the looks are apart', async () => {
    const { books, reconciler } = world();
    books.move(added(5), seconds(0));
    books.changeByHand(added(-3));
    await reconciler.look(seconds(1));
    await reconciler.look(seconds(secondsApart));
    expect(reconciler.believed).toEqual([]);
    await reconciler.look(seconds(1 + secondsApart));
    expect(reconciler.believed).toEqual([added(-3)]);
  });

  test('and back again is no longer suspected', async () => {
    const { books, reconciler } = world();
    books.move(added(5), seconds(0));
    books.changeByHand(added(-3));
    await reconciler.look(seconds(1));
    books.changeByHand(added(3));
    expect(await reconciler.look(seconds(2))).toMatchObject({ outcome: 'agrees' });
    expect(reconciler.suspicion).toBeUndefined();
  });
});

describe('a ledger that is not what it was', () => {
  test('a row that comes hours later heals what was told of it', async () => {
    const { books, reconciler } = world();
    books.move(added(5), seconds(0), 5_000);
    books.move(added(1), seconds(1));
    for (const at of [2_000, 2_500, 6_100]) await reconciler.look(seconds(at));
    expect(reconciler.believed).toEqual([added(5)]);
    expect(reconciler.checkpoint.proof).toMatchObject({ totals: added(6) });
    expect(reconciler.checkpoint.told).toEqual({});
  });

  test('a row that stands before what was read earlier is found before anything is believed', async () => {
    const { books, reconciler } = world();
    books.move(added(5), seconds(0), 2_200);
    books.move(added(1), seconds(1));
    await reconciler.look(seconds(2_000));
    expect(reconciler.suspicion?.finding).toMatchObject({ difference: added(5) });
    expect(await reconciler.look(seconds(2_500))).toMatchObject({ outcome: 'agrees' });
    expect(reconciler.believed).toEqual([]);
  });

  test('a row that was lost is found by the weekly reading and the one after it', async () => {
    const { books, reconciler } = world();
    books.move(added(5), seconds(0));
    await reconciler.look(seconds(900));
    books.loseFirstRow();
    const week = 7 * 86_400;
    for (const at of [900 + week, 1_800 + week]) await reconciler.look(seconds(at));
    expect(reconciler.believed).toEqual([added(5)]);
  });
});

test('a look amid a change is worth nothing', async () => {
  const { books, reconciler } = world();
  books.move(added(5), seconds(0));
  const before = books.stock;
  const at = seconds(1);
  const read = books.reader(at);
  const look = await lookAtLedger({ checkpoint: reconciler.checkpoint, stock: before, earlier: undefined, at, read });
  books.move(added(1), seconds(1));
  expect(confirmLook(look, before, books.stock)).toBeUndefined();
  expect(confirmLook(look, before, { ...before, available: 4 })).toBeUndefined();
  expect(confirmLook(look, before, undefined)).toBeUndefined();
});

type Step = {
  readonly units: number;
  readonly kind: 'add' | 'reserve' | 'look';
  readonly wait: number;
  readonly lag: number;
};

/** Rows come late, but within the time that two looks are apart. */
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('add', 'reserve', 'look', 'look'),
    units: fc.integer({ min: 1, max: 5 }),
    wait: fc.constantFrom(0, 1, 20, 59, 700),
    lag: fc.integer({ min: 0, max: secondsApart - 1 }),
  }),
  { maxLength: 40 },
);

async function live(sequence: readonly Step[], rowsPerReading: number) {
  const { books, reconciler } = world(rowsPerReading);
  let now = 0;
  for (const { kind, units, wait, lag } of sequence) {
    now += wait;
    if (kind === 'look') await reconciler.look(seconds(now));
    else books.move(kind === 'add' ? added(units) : reserved(units), seconds(now), lag);
  }
  return { books, reconciler, now };
}

/** Looks until the SKU is proven or the difference has been told. */
async function rest(reconciler: Reconciler, from: number): Promise<void> {
  for (let look = 1; look <= 60; look++) await reconciler.look(seconds(from + look * secondsApart));
}

const readings = fc.constantFrom(1, 3, 1_000);

test('nothing is believed of books that agree, however late their rows come, and all is proven in the end', async () => {
  await fc.assert(
    fc.asyncProperty(steps, readings, async (sequence, rowsPerReading) => {
      const { books, reconciler, now } = await live(sequence, rowsPerReading);
      await rest(reconciler, now + 700);
      expect(reconciler.believed).toEqual([]);
      expect(reconciler.checkpoint.proof?.revision).toBe(books.stock.revision);
    }),
    { numRuns: 300 },
  );
});

const deltas = fc
  .record({ available: fc.integer({ min: -9, max: 9 }), reserved: fc.integer({ min: -9, max: 9 }), sold: fc.nat(9) })
  .filter(({ available, reserved: held, sold }) => available !== 0 || held !== 0 || sold !== 0);

test('a counter that was changed by hand is believed once, with exactly that difference, and never before', async () => {
  await fc.assert(
    fc.asyncProperty(steps, readings, deltas, async (sequence, rowsPerReading, difference) => {
      const { books, reconciler, now } = await live(sequence, rowsPerReading);
      books.changeByHand(difference);
      await rest(reconciler, now + 700);
      expect(reconciler.believed).toEqual([difference]);
    }),
    { numRuns: 300 },
  );
});
