import fc from 'fast-check';
import type { Step } from './step.ts';
import { anySteps, type Climate, type World } from './world.ts';

/** A list of steps that breaks something, as short as it was found. */
export type Shrunk = {
  readonly steps: readonly Step[];
  readonly violations: readonly string[];
  /** Leads fast-check from the world's own steps to these. */
  readonly path: string;
  /** How many worlds were tried. */
  readonly tried: number;
};

/** Tells what a world breaks; nothing when all is well. */
export type RunWorld = (world: World) => Promise<readonly string[]>;

/**
 * Looks for a shorter list of steps that breaks something too, until none is found or the time is over.
 * @param violations what the world was seen to break
 */
export async function shrink(
  world: World,
  climate: Climate,
  violations: readonly string[],
  { run, deadline }: { readonly run: RunWorld; readonly deadline: number },
): Promise<Shrunk> {
  let smallest = { steps: world.steps, violations };
  let tried = -1;
  const property = fc.asyncProperty(anySteps(climate), async (steps) => {
    if (Date.now() > deadline) return;
    tried += 1;
    // The world itself comes first, and has just been seen.
    const found = tried === 0 ? violations : await run({ ...world, steps });
    if (found.length === 0) return;
    smallest = { steps, violations: found };
    throw new Error('It breaks something');
  });
  const { counterexamplePath } = await fc.check(property, exampleOf(world));
  return { ...smallest, path: counterexamplePath ?? '', tried };
}

/** fast-check makes an example smaller just as it does what it has drawn itself. */
function exampleOf({ steps }: World): fc.Parameters<[Step[]]> {
  return { examples: [[[...steps]]], numRuns: 1 };
}

/**
 * The world with the steps that shrinking found.
 * @param path of an earlier `Shrunk`
 * @throws when it leads nowhere
 */
export async function worldAt(world: World, climate: Climate, path: string): Promise<World> {
  let steps: Step[] | undefined;
  const property = fc.asyncProperty(anySteps(climate), async (found) => {
    steps = found;
    throw new Error('It is found');
  });
  await fc.check(property, { ...exampleOf(world), path, endOnFailure: true });
  if (steps === undefined) throw new Error(`The path ${path} leads nowhere in this world`);
  return { ...world, steps };
}
