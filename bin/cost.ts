import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Budget, demands, orchestrations, writeBudget } from './cost/budget.ts';
import { costDocument } from './cost/document.ts';
import { measureAll } from './cost/measuring.ts';
import { pricesOf, region } from './cost/prices.ts';
import { priceRows, type Rows, settingRows, unitRows } from './cost/tables.ts';
import { projectDirectory } from './documents/documents.ts';
import { keepHeapsSmall } from './local/small-heaps.ts';

/** Aligned for a terminal: numbers stand to the right. */
function show(rows: Rows): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((row) => `  ${row.map(cell).join('  ')}`).join('\n');
}

async function measure(): Promise<Budget> {
  const measured: [string, Budget[keyof Budget]][] = [];
  for (const orchestration of orchestrations) {
    console.log(`Driving orders along every path, orchestration: ${orchestration}`);
    measured.push([orchestration, await measureAll(orchestration)]);
  }
  return Object.fromEntries(measured) as Budget;
}

keepHeapsSmall();
const [option, ...others] = process.argv.slice(2);
if (others.length > 0 || (option !== undefined && option !== '--write')) {
  console.error('The only option is --write, which keeps the figures as the budget and writes docs/cost.md');
  process.exit(1);
}
const budget = await measure();
console.log(`\nList prices of ${region}, of ${pricesOf}`);
for (const orchestration of orchestrations) {
  for (const demand of demands) {
    const units = budget[orchestration][demand];
    console.log(
      `\nOrchestration ${orchestration}, ${demand} SKU\n\n${show(priceRows(units))}\n\n${show(unitRows(units))}`,
    );
  }
}
console.log(`\nThe settings compared\n\n${show(settingRows(budget))}`);
if (option === '--write') {
  writeBudget(budget);
  writeFileSync(join(projectDirectory, 'docs', 'cost.md'), costDocument());
  console.log('\nWritten: bin/cost/budget.json and docs/cost.md');
}
