import type { Books } from '../support/books.ts';
import { lookOut } from './lookout.ts';
import { perform } from './perform.ts';
import { rest } from './rest.ts';
import type { Stage } from './stage.ts';
import type { Step, StepOf } from './step.ts';

/** How many steps are on their way at the same time. */
const concurrency = 16;

type Act = Exclude<Step, StepOf<'rest'>>;

/**
 * Takes all steps of a world, many at the same time, while somebody looks on, and comes to rest where the steps say so
 * and at the end.
 * @returns the books at the end
 * @throws what went wrong first; whatever is on its way then still ends, but nothing is begun any more
 */
export async function live(stage: Stage, steps: readonly Step[]): Promise<Books> {
  const end = new AbortController();
  const failing = <Result>(work: Promise<Result>) => {
    work.catch((error) => end.abort(error));
    return work;
  };
  const looking = failing(lookOut(stage, () => end.signal.aborted));
  const living = failing(takeParts(stage, partsOf(steps), end.signal));
  const [, lived] = await Promise.allSettled([looking, living.finally(() => end.abort(over))]);
  if (end.signal.reason !== over) throw end.signal.reason;
  if (lived.status === 'rejected') throw lived.reason;
  return lived.value;
}

const over = 'all steps have been taken';

/** What happens between two rests. */
function partsOf(steps: readonly Step[]): Act[][] {
  const parts: Act[][] = [[]];
  for (const step of steps) {
    if (step.do === 'rest') parts.push([]);
    else parts.at(-1)?.push(step);
  }
  return parts;
}

async function takeParts(stage: Stage, parts: readonly Act[][], end: AbortSignal): Promise<Books> {
  let books: Books | undefined;
  for (const part of parts) {
    await takeAll(stage, part, end);
    books = await rest(stage);
  }
  if (books === undefined) throw new Error('Even no steps at all are one part');
  return books;
}

/** Each worker takes the next step that nobody has taken yet. */
async function takeAll(stage: Stage, steps: readonly Act[], end: AbortSignal): Promise<void> {
  const next = steps.values();
  const work = async () => {
    for (const step of next) {
      end.throwIfAborted();
      await perform(stage, step);
      stage.tally.steps += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}
