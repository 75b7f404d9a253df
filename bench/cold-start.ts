import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleOnce } from '../lib/bundle-cache.ts';
import { projectDirectory } from '../lib/bundles.ts';
import type { ColdStart } from './cold-start/cold-start.ts';
import { type Pair, pairOf } from './cold-start/compare.ts';
import { page, table } from './cold-start/page.ts';
import { othersShare } from './cold-start/processors.ts';
import { type Result, resultOf } from './cold-start/result.ts';
import { sizesOf } from './cold-start/sizes.ts';
import { openStage } from './cold-start/stage.ts';
import { subjects } from './cold-start/subjects.ts';

const usage = `Cold starts of functions, beside the smallest handler that sends the same calls by the same clients.

  npm run bench:cold -- [options]

  --rounds <number>  cold starts of each, interleaved (9; 5 at least)
  --write            writes docs/verification/lean-functions.md, too
`;

/** What a cold start may take, compared with the smallest handler's. */
const mostRatio = 1.25;
const fewestRounds = 5;
const outputs = join(projectDirectory, 'build', 'bench', 'cold-start');

async function measure(pairs: readonly Pair[], rounds: number): Promise<Result[]> {
  const starts = new Map(pairs.map((pair) => [pair, { ours: [] as ColdStart[], bare: [] as ColdStart[] }]));
  for (let round = 1; round <= rounds; round++) {
    for (const [pair, { ours, bare }] of starts) {
      // What comes first is not always the same.
      if (round % 2 === 0) bare.push(await pair.bare());
      ours.push(await pair.ours());
      if (round % 2 === 1) bare.push(await pair.bare());
    }
    console.error(`round ${round} of ${rounds}`);
  }
  return [...starts].map(([{ subject, calls }, { ours, bare }]) => resultOf(subject.name, calls.length, ours, bare));
}

async function main(rounds: number, isWritten: boolean): Promise<void> {
  const bundles = bundleOnce();
  const others = [await othersShare()];
  const stage = await openStage();
  try {
    const pairs: Pair[] = [];
    for (const subject of subjects) pairs.push(await pairOf(subject, stage, bundles, outputs));
    const results = await measure(pairs, rounds);
    others.push(await othersShare());
    const report = { at: new Date().toISOString(), rounds, others, mostRatio, results, sizes: sizesOf(bundles) };
    mkdirSync(outputs, { recursive: true });
    writeFileSync(join(outputs, 'results.json'), `${JSON.stringify(report, undefined, 2)}\n`);
    console.log(table(report));
    if (isWritten) writeFileSync(join(projectDirectory, 'docs/verification/lean-functions.md'), page(report));
  } finally {
    await stage.stop();
  }
}

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, write: { type: 'boolean' }, help: { type: 'boolean' } },
});
const rounds = Number(values.rounds);
if (values.help || !Number.isInteger(rounds) || rounds < fewestRounds) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 1;
} else {
  await main(rounds, values.write ?? false);
}
