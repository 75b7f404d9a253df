import { showProgress } from './report.ts';
import { runWorld } from './run-world.ts';
import { type Shrunk, shrink } from './shrink.ts';
import { Tally } from './tally.ts';
import type { Climate, World } from './world.ts';

/** Where many things happen at once, the same steps may break something one time and not the next. */
const runsSideBySide = 2;

/** Shrinks a world that broke something by running shorter ones, for a bounded time, and shows how far it is. */
export async function shrinkFor(
  milliseconds: number,
  world: World,
  climate: Climate,
  violations: readonly string[],
): Promise<Shrunk> {
  const deadline = Date.now() + milliseconds;
  let [tried, steps] = [0, world.steps.length];
  const end = showProgress(() => `Looking for a shorter list of steps: ${tried} tried, ${steps} steps now`);
  const run = async (candidate: World) => {
    tried += 1;
    const runs = Array.from({ length: runsSideBySide }, () => runWorld(candidate, new Tally()));
    const found = (await Promise.all(runs)).find((outcome) => outcome.violations.length > 0)?.violations ?? [];
    if (found.length > 0) steps = candidate.steps.length;
    return found;
  };
  const shrunk = await shrink(world, climate, violations, { run, deadline });
  end();
  return shrunk;
}
