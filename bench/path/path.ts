import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../test/simulation/time/random.ts';
import { waitFor } from '../../test/support/wait.ts';
import { residentMegabytes } from '../measure/processes.ts';
import { inTurns, type Side } from '../measure/rounds.ts';
import type { Part } from '../part.ts';
import { type BenchShop, openBenchShop } from '../shop/bench-shop.ts';
import { type Bought, buyFor } from '../shop/buyers.ts';
import { sharesByPart } from './main-thread.ts';
import { type ProcessTime, readProcessTime, timeBetween, times } from './process-time.ts';
import { pathReport } from './report.ts';

const BUYERS = [1, 8, 32, 128] as const;
const SKUS = 100;
const UNITS = 1_000_000;
const PRELOAD = 'bench/path/profiled.ts';
const PROFILED_BUYERS = 32;

export type PathMeasured = Bought & {
  readonly buyers: number;
  /** Processor time per order, in milliseconds. */
  readonly time: ProcessTime;
  /** Of the local run and its engine, at the end of the round. */
  readonly memoryMegabytes: number;
};

/** The whole path through HTTP, from `POST /orders` to the captured payment, by the number of buyers. */
export const path: Part = async ({ rounds: count, seconds, seed }, tell) => {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-profile-'));
  const profileFile = join(directory, 'profile.json');
  process.env.BENCH_PROFILE = profileFile;
  await using open = await openBenchShop(PRELOAD);
  const skus = await Promise.all(Array.from({ length: SKUS }, () => open.shop.newItem({ units: UNITS })));
  const buyers = await Promise.all(Array.from({ length: Math.max(...BUYERS) }, () => open.shop.newBuyer()));
  const tokens = buyers.map(({ token }) => token);
  const random = new Random(seed);
  const buy = (some: number) => buyFor(open, tokens.slice(0, some), seconds, () => random.pick(skus));
  tell('warming up');
  await buy(PROFILED_BUYERS);
  const rounds = await inTurns(
    count,
    BUYERS.map((some) => side(open, some, buy)),
    tell,
  );
  tell('profiling the main thread');
  const shares = await profiled(open.processId, profileFile, () => buy(PROFILED_BUYERS));
  rmSync(directory, { recursive: true });
  return pathReport({ rounds, buyers: BUYERS, shares, seconds });
};

function side({ processId }: BenchShop, buyers: number, buy: (some: number) => Promise<Bought>): Side<PathMeasured> {
  return {
    name: String(buyers),
    measure: async () => {
      const before = readProcessTime(processId);
      const bought = await buy(buyers);
      const time = times(timeBetween(before, readProcessTime(processId)), 1 / bought.orders);
      return { ...bought, buyers, time, memoryMegabytes: residentMegabytes(processId) };
    },
  };
}

async function profiled(processId: number, file: string, act: () => Promise<unknown>): Promise<Map<string, number>> {
  process.kill(processId, 'SIGUSR2');
  await act();
  process.kill(processId, 'SIGUSR2');
  const text = await waitFor('the profile', () => completeJson(file));
  return sharesByPart(text);
}

/** A file that is still being written is not JSON yet. */
function completeJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT')) return;
    throw error;
  }
}
