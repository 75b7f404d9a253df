import { randomInt } from 'node:crypto';
import { test } from 'vitest';
import { describeFailure } from '../torture/failure.ts';
import { runWorld } from '../torture/run-world.ts';
import { shrinkFor } from '../torture/shrink-for.ts';
import { Tally } from '../torture/tally.ts';
import { type Climate, worldOf } from '../torture/world.ts';

/** Short worlds, of which `npm run torture` runs longer and rougher ones for as long as it is told to. */
const usual = { steps: 20, severity: 'mild', killsPerMille: 10 } as const;
const shrinkMilliseconds = 60_000;

const { TORTURE_SEED } = process.env;
const seed = Number(TORTURE_SEED ?? randomInt(2 ** 31 - 1));
const worlds = [
  { from: 'the same seed each time', seed: 1, orchestration: 'standard' },
  // Each of them comes by in every other run.
  {
    from: 'another seed each time, or TORTURE_SEED',
    seed,
    orchestration: seed % 2 === 0 ? 'standard' : 'express',
  },
] as const;

test.concurrent.for(worlds)(
  'a random world keeps every law and every promise on $orchestration: $from, now $seed',
  { timeout: 300_000 },
  async ({ seed, orchestration }) => {
    const climate: Climate = { ...usual, orchestration };
    const world = worldOf(seed, 0, climate);
    const { violations, complaints } = await runWorld(world, new Tally());
    if (violations.length === 0) return;
    const shrunk = await shrinkFor(shrinkMilliseconds, world, climate, violations);
    throw new Error(`${describeFailure({ seed, number: 0, climate }, world, shrunk)}\n\n${complaints}`);
  },
);
