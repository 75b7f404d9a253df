import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateDocuments, projectDirectory } from '../../bin/documents/documents.ts';
import { readResults, rounded, writeResults } from './results.ts';
import type { Report } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import { simulate } from './simulate.ts';

/**
 * `npm run scale` runs the model of the deployed system, all scenarios or those whose names hold the given words;
 * `--write` keeps what they came to, and makes the page of it.
 */
const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean', default: false }, workers: { type: 'string', default: '2' } },
  allowPositionals: true,
});

const wanted = [...scenarios].filter(([name]) => positionals.every((word) => name.includes(word)));
const found = new Map<string, Report>();
const begun = performance.now();
let next = 0;

/** Each worker takes the next scenario when it has done one. */
async function work(): Promise<void> {
  for (let job = wanted[next++]; job !== undefined; job = wanted[next++]) {
    const [name, scenario] = job;
    const startedAt = performance.now();
    const report = rounded(await simulate(scenario));
    found.set(name, report);
    console.log(lineOf(name, report, (performance.now() - startedAt) / 1_000));
  }
}

function lineOf(name: string, { perSecond, p50, p99, perOrder, oversold, stranded, unanswered }: Report, took: number) {
  const cells = [
    name.padEnd(34),
    `${perSecond.toFixed(0)}/s`.padStart(9),
    `p50 ${p50.toFixed(0)} ms`.padStart(13),
    `p99 ${p99.toFixed(0)} ms`.padStart(14),
    `${perOrder.writeUnits.toFixed(2)} write units`.padStart(18),
    `${perOrder.requests.toFixed(2)} requests`.padStart(16),
    `${oversold}/${stranded}/${unanswered}`.padStart(12),
    `${took.toFixed(0)} s`.padStart(6),
  ];
  return cells.join('');
}

console.log(`${wanted.length} scenarios; oversold, stranded and unanswered at the end of a line`);
await Promise.all(Array.from({ length: Number(values.workers) }, work));
console.log(`${((performance.now() - begun) / 1_000).toFixed(0)} s`);
if (values.write) {
  const known = positionals.length === 0 ? found : new Map([...readResults(), ...found]);
  writeResults(known);
  for (const { path, text } of generateDocuments()) {
    if (path.startsWith('docs/verification/scale')) writeFileSync(join(projectDirectory, path), text);
  }
}
