import { buyLastUnits } from './last-units.ts';
import { live } from './live.ts';
import { residentMegabytes } from './memory.ts';
import { openStage } from './open-stage.ts';
import type { Stage } from './stage.ts';
import { increase, type Tally } from './tally.ts';
import { Violation } from './violation.ts';
import type { World } from './world.ts';

const betweenMeasurementsMilliseconds = 1_000;

export type Outcome = {
  /** What must not have happened, in words; nothing when all is well. */
  readonly violations: readonly string[];
  /** What the local run complained of last. */
  readonly complaints: string;
};

/**
 * Runs a world on a local run of its own, and checks every law all through and at its end.
 * @param tally counts what happens, while it happens
 */
export async function runWorld(world: World, tally: Tally): Promise<Outcome> {
  const stage = await openStage(world, tally);
  const measuring = setInterval(() => measure(stage), betweenMeasurementsMilliseconds);
  try {
    const books = await live(stage, world.steps);
    await buyLastUnits(stage, books);
    for (const { status, reason } of books.orders) increase(tally.ends, reason ?? status);
    tally.worlds += 1;
    return { violations: [], complaints: '' };
  } catch (error) {
    return { violations: inWords(error), complaints: stage.shop.run.problems };
  } finally {
    clearInterval(measuring);
    tally.megabytes = 0;
    await stage.shop.run.stop();
  }
}

function measure({ shop, tally }: Stage): void {
  tally.megabytes = residentMegabytes(shop.run.processId);
  tally.largestMegabytes = Math.max(tally.largestMegabytes, tally.megabytes);
}

function inWords(error: unknown): string[] {
  if (error instanceof Violation) return error.message.split('\n');
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}
