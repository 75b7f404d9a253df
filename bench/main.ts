import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from './catalogue/catalogue.ts';
import { growth } from './growth/growth.ts';
import { hot } from './hot/hot.ts';
import { thisMachine } from './measure/machine.ts';
import { watchProcessors } from './measure/processor.ts';
import { type BenchOptions, OptionsError, type PartName, readOptions } from './options.ts';
import type { Part } from './part.ts';
import { path } from './path/path.ts';
import { page } from './report/page.ts';
import { claimsText, reportText } from './report/render.ts';
import type { PartReport } from './report/report.ts';
import { storm } from './storm/storm.ts';

const parts: Readonly<Record<PartName, Part>> = { hot, catalogue, path, storm, growth };
const project = join(import.meta.dirname, '..');
const results = join(project, 'build', 'bench');

function readOptionsOrExit(): BenchOptions {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

async function run(name: PartName, options: BenchOptions): Promise<PartReport> {
  const begin = performance.now();
  const report = await parts[name](options, (line) => {
    const seconds = ((performance.now() - begin) / 1000).toFixed(0);
    console.log(`  ${name} ${seconds.padStart(4)} s  ${line}`);
  });
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(report.figures, undefined, 2)}\n`);
  writePictures(results, [report]);
  return report;
}

function writePictures(folder: string, reports: readonly PartReport[]): void {
  mkdirSync(folder, { recursive: true });
  for (const picture of reports.flatMap(({ pictures }) => pictures)) {
    writeFileSync(join(folder, `${picture.name}.svg`), picture.svg);
  }
}

function writePage(reports: readonly PartReport[], others: number): void {
  const command = ['npm run bench', '--', ...process.argv.slice(2)].join(' ');
  const date = new Date().toISOString().slice(0, 10);
  const text = page(reports, { machine: thisMachine(), date, command, others });
  const folder = join(project, 'docs', 'verification');
  writeFileSync(join(folder, 'bench.md'), text);
  writePictures(join(folder, 'bench'), reports);
}

const options = readOptionsOrExit();
const stopWatching = watchProcessors();
const reports: PartReport[] = [];
for (const name of options.parts) reports.push(await run(name, options));
for (const report of reports) console.log(reportText(report));
const claims = reports.flatMap((report) => report.claims);
console.log(`\n${claimsText(claims)}\n\nMeasured figures and pictures: ${results}`);
if (options.write) writePage(reports, stopWatching().others);
if (claims.some(({ holds }) => !holds)) process.exitCode = 1;
