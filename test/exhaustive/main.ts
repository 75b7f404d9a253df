import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Path } from './path.ts';
import { paths } from './paths.ts';
import { nameOf, type Strike, shortName } from './point.ts';
import { consoleProgress } from './progress.ts';
import { failuresOf, reportJson, reportText } from './report.ts';
import { shareOf } from './share.ts';
import { runSuite } from './suite.ts';

const usage = `Kills, delays and doubles every call that any path of an order makes, one at a time.

  npm run exhaustive -- [options]

  --path <text>      only paths whose name contains this
  --function <name>  only points of this function, such as CommitOrder
  --fault <name>     only this fault, such as crash_after
  --only <name>      one run, by the name that the report gives to it
  --runs <number>    a share of this many runs, always the same from the same seed
  --express          the saga on an Express state machine, whose executions may run twice
  --seed <text>      another share ("holdfast")
  --shops <number>   local runs at the same time (2)
  --json <file>      writes the report there, too
`;

const { values } = parseArgs({
  options: {
    path: { type: 'string' },
    function: { type: 'string' },
    fault: { type: 'string' },
    only: { type: 'string' },
    runs: { type: 'string' },
    seed: { type: 'string', default: 'holdfast' },
    shops: { type: 'string', default: '2' },
    json: { type: 'string' },
    express: { type: 'boolean', default: false },
    help: { type: 'boolean' },
  },
});

function isAsked(strike: Strike): boolean {
  const { point, fault } = strike;
  return (
    (values.function === undefined || shortName(point.function) === values.function) &&
    (values.fault === undefined || fault === values.fault) &&
    (values.only === undefined || nameOf(strike) === values.only)
  );
}

/** Nothing is known to be missing where only some paths are looked at. */
function askedPaths(): readonly Path[] {
  const { only, path } = values;
  if (only !== undefined) return paths.filter(({ name }) => only.startsWith(`${name}: `));
  return path === undefined ? paths : paths.filter(({ name }) => name.includes(path));
}

async function main(): Promise<number> {
  const report = await runSuite({
    paths: askedPaths(),
    orchestration: values.express ? 'express' : 'standard',
    select: (strikes) => shareOf(strikes.filter(isAsked), Number(values.runs ?? strikes.length), values.seed),
    shops: Number(values.shops),
    progress: consoleProgress(),
  });
  console.log(`\n${reportText(report)}`);
  if (values.json !== undefined) writeFileSync(values.json, reportJson(report));
  if (report.results.length + report.unmet.length === 0) throw new Error('No run is asked for by these options.');
  return failuresOf(report).length === 0 ? 0 : 1;
}

if (values.help) {
  console.log(usage);
} else {
  process.exitCode = await main();
}
