import { describeFailure } from './failure.ts';
import { OptionError, type Options, readOptions } from './options.ts';
import { progressLine, showProgress, summary } from './report.ts';
import { shrinkFor } from './shrink-for.ts';
import { worldOf } from './world.ts';
import { type Failure, Worlds } from './worlds.ts';

const mostViolations = 12;
const longestLine = 300;
const shrinkMilliseconds = 15 * 60_000;

/** Runs random worlds for as long as was asked for; answers whether all was well. */
async function torture(options: Options): Promise<boolean> {
  const { seed, climate } = options;
  console.log(`Random worlds of ${climate.steps} steps each, from seed ${seed}\n`);
  const worlds = new Worlds(options, tellFailure);
  const end = showProgress(() => progressLine(worlds.tally, worlds.seconds, worlds.violationCount));
  await worlds.run();
  end();
  console.log(`\n${summary(worlds.tally, worlds.seconds, seed, worlds.violationCount)}`);
  for (const failure of worlds.failures) await explain(options, failure);
  return worlds.failures.length === 0;
}

async function explain({ seed, climate, path }: Options, { number, world, ...outcome }: Failure): Promise<void> {
  const { violations, complaints } = outcome;
  console.log(`\nThe local run of world ${number} complained of this last:`);
  console.log(`${complaints.split('\n').map(shortened).join('\n')}\n`);
  const shrunk =
    path === undefined
      ? await shrinkFor(shrinkMilliseconds, world, climate, violations)
      : { steps: world.steps, violations, path, tried: 0 };
  console.log(`\n${describeFailure({ seed, number, climate }, worldOf(seed, number, climate), shrunk)}`);
}

function tellFailure(number: number, violations: readonly string[]): void {
  console.log(`\nWorld ${number} broke what must hold:\n${violations.slice(0, mostViolations).join('\n')}`);
  console.log('What runs beside it goes on to its end.');
}

function shortened(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
try {
  process.exitCode = (await torture(readOptions(process.argv.slice(2)))) ? 0 : 1;
} catch (error) {
  if (!(error instanceof OptionError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
