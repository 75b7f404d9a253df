import type { Order } from '../../domain/ordering/order.ts';
import { forEachAtMost } from './at-most.ts';
import { returnToConsumer } from './consumers.ts';
import { redriveExecution } from './executions.ts';
import { letterFinding, orderFinding, type Result } from './findings.ts';
import type { HeldLetters } from './held-letters.ts';
import { type Content, type Letter, type LetterOf, left, lettersOf, type Outcome, reasonOf } from './letter.ts';
import type { Ports } from './ports.ts';
import { runAgain } from './schedules.ts';
import { republish } from './streams.ts';
import { recoverOrder } from './stuck-orders.ts';

/** How many letters or orders are redriven at the same time. */
const concurrency = 8;

/** What was chosen. */
export type Chosen = { readonly letters: readonly Letter[]; readonly orders: readonly Order[] };

/**
 * Redrives what was chosen. A letter is removed only after what it stands for was handed over, so that a crash at any
 * moment leaves it to be redriven again, which does nothing twice.
 */
export async function redriveChosen(ports: Ports, held: HeldLetters, { letters, orders }: Chosen): Promise<Result[]> {
  const results: Result[] = [];
  const total = letters.length + orders.length;
  const tell = (result: Result) => {
    results.push(result);
    ports.progress.show(`redriven: ${results.length} of ${total}`);
  };
  const settle = async (letter: Letter, outcome: Outcome) => {
    tell({ ...letterFinding(letter), ...(await cleared(held, letter, outcome)) });
  };
  const each = <Kind extends Content['kind']>(kind: Kind, act: (letter: LetterOf<Kind>) => Promise<Outcome>) =>
    forEachAtMost(concurrency, lettersOf(kind, letters), async (letter) =>
      settle(letter, await outcomeOf(() => act(letter))),
    );

  await republish(ports, lettersOf('stream', letters), settle);
  await each('consumer', (letter) => returnToConsumer(ports, letter));
  await each('execution', (letter) => redriveExecution(ports, letter));
  await runSchedules(ports, lettersOf('schedule', letters), settle);
  await each('unknown', async ({ why }) => left(why));
  await forEachAtMost(concurrency, orders, async (order) => {
    const outcome = await outcomeOf(() => recoverOrder(ports, order.orderId));
    tell({ ...orderFinding(order, ports.facts.settings), ...outcome });
  });
  ports.progress.clear();
  return results;
}

/** Removes a letter that nothing is left of; one that cannot be removed comes back, and is then done once more. */
async function cleared(held: HeldLetters, { raw }: Letter, outcome: Outcome): Promise<Outcome> {
  if (outcome.outcome === 'left') return outcome;
  try {
    await held.remove(raw);
    return outcome;
  } catch (error) {
    return left(`${outcome.detail}, but the letter was not deleted: ${reasonOf(error)}`);
  }
}

async function runSchedules(
  ports: Ports,
  letters: readonly LetterOf<'schedule'>[],
  settle: (letter: Letter, outcome: Outcome) => Promise<void>,
): Promise<void> {
  for (const ofFunction of Map.groupBy(letters, ({ content }) => content.functionArn).values()) {
    const outcome = await outcomeOf(() => runAgain(ports, ofFunction));
    for (const letter of ofFunction) await settle(letter, outcome);
  }
}

/** A failure leaves what it befell where it is, and the others go on. */
async function outcomeOf(act: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await act();
  } catch (error) {
    return left(reasonOf(error));
  }
}
