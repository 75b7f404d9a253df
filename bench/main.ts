import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from './catalogue/catalogue.ts';
import { growth } from './growth/growth.ts';
import { hot } from './hot/hot.ts';
import { type BenchOptions, OptionsError, type PartName, readOptions } from './options.ts';
import type { Part } from './part.ts';
import { path } from './path/path.ts';
import { claimsText, reportText } from './report/render.ts';
import type { PartReport } from './report/report.ts';
import { storm } from './storm/storm.ts';

const parts: Readonly<Record<PartName, Part>> = { hot, catalogue, path, storm, growth };
const folder = join(import.meta.dirname, '..', 'build', 'bench');

function options(): BenchOptions {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

async function run(name: PartName, chosen: BenchOptions): Promise<PartReport> {
  const begin = performance.now();
  const report = await parts[name](chosen, (line) => {
    const seconds = ((performance.now() - begin) / 1000).toFixed(0);
    console.log(`  ${name} ${seconds.padStart(4)} s  ${line}`);
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(report.figures, undefined, 2)}\n`);
  for (const picture of report.pictures) writeFileSync(join(folder, `${picture.name}.svg`), picture.svg);
  return report;
}

const chosen = options();
const reports: PartReport[] = [];
for (const name of chosen.parts) reports.push(await run(name, chosen));
for (const report of reports) console.log(reportText(report));
const claims = reports.flatMap((report) => report.claims);
console.log(`\n${claimsText(claims)}`);
if (claims.some(({ holds }) => !holds)) process.exitCode = 1;
