import * as z from 'zod/mini';
import { type Books, readBooks } from '../support/books.ts';
import { violations } from '../support/laws.ts';
import { read } from '../support/schemas.ts';
import { brokenPromises } from './promises.ts';
import type { Stage } from './stage.ts';
import { Violation } from './violation.ts';

const settledWithinMilliseconds = 300_000;
const settleSeconds = 20;

/**
 * Faults end, all comes to rest, what nobody could handle is handed back and handled, and the books are read.
 * @throws Violation for every law that is broken and every promise that was not kept
 */
export async function rest(stage: Stage): Promise<Books> {
  await stage.weather.end();
  await empty(stage, await settled(stage));
  const books = await readBooks(stage.shop);
  stage.tally.rests += 1;
  const broken = [...violations(books), ...(await brokenPromises(stage, books))];
  if (broken.length > 0) throw new Violation(broken.join('\n'));
  const now = stage.tick();
  for (const { sku, available, reserved, sold } of books.stock) {
    stage.boundsOf(sku).settle(available + reserved + sold, now);
  }
  return books;
}

/** @returns how many dead letters there are */
async function settled({ shop }: Stage): Promise<number> {
  const deadline = Date.now() + settledWithinMilliseconds;
  for (;;) {
    const body = { timeoutSeconds: settleSeconds };
    const answer = await shop.client.send({ method: 'POST', path: '/_local/settle', body });
    if (answer.status === 200) return read(answer, 200, z.object({ deadLetters: z.int() })).deadLetters;
    if (Date.now() > deadline) throw new Violation(`Not at rest: ${answer.text}`);
  }
}

/** What ended on a dead-letter queue is handled when it is handed back, now that nothing goes wrong any more. */
async function empty(stage: Stage, deadLetters: number): Promise<void> {
  if (deadLetters === 0) return;
  if (!stage.weather.wasEverRough) throw new Violation(`${deadLetters} dead letters, and nothing went wrong`);
  const answer = await stage.shop.client.send({ method: 'POST', path: '/_local/dead-letters/redrive' });
  stage.tally.redriven += read(answer, 200, z.object({ redriven: z.int() })).redriven;
  const left = await settled(stage);
  if (left > 0) throw new Violation(`${left} dead letters are left after all ${deadLetters} were handed back`);
}
