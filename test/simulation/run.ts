import { readOptions } from './options.ts';
import { Progress } from './progress.ts';
import { describeViolation, grouped, Totals } from './totals.ts';
import { Workers } from './workers/workers.ts';
import type { WorldReport } from './world/world.ts';

/**
 * `npm run simulate -- --orders 1000000 --seed 1` simulates worlds until so many orders have gone by, or a law is
 * broken; `--world <seed> --orders <n>` one of them again, and `--trace <id>` shows what was written there.
 */
const ordersPerWorld = 2_000;

const options = readOptions({ orders: 100_000 });
const workers = new Workers(options.workers);
const totals = new Totals();
const progress = new Progress(options.orders);
let begun = 0;
let worlds = 0;
let failed: WorldReport | undefined;

/** Each worker takes the next world when it has done one. */
async function work(): Promise<void> {
  while (begun < options.orders && failed === undefined) {
    const orders = options.world === undefined ? Math.min(ordersPerWorld, options.orders - begun) : options.orders;
    begun += orders;
    const seed = options.world ?? `${options.seed}/${worlds++}`;
    const trace = options.trace === undefined ? {} : { trace: options.trace };
    const report = await workers.run({
      seed,
      orders,
      mutations: [],
      conditions: { orchestration: options.orchestration },
      ...trace,
    });
    totals.add(report);
    for (const line of report.history) console.log(line);
    if (report.violations.length > 0) failed = { ...report, orders };
    progress.tell(totals);
  }
}

const express = options.orchestration === 'express' ? ' --express' : '';

function tellFailure({ seed, orders, violations }: WorldReport): void {
  console.log(`\nWorld ${seed} breaks:`);
  for (const violation of violations.slice(0, 5)) console.log(describeViolation(violation));
  console.log(
    `\nAgain: npm run simulate -- --world ${seed} --orders ${orders}${express} --trace <the id of the order or SKU>`,
  );
}

await Promise.all(Array.from({ length: options.workers }, work));
await workers.stop();
for (const line of totals.lines()) console.log(line);
console.log(`${'violations'.padEnd(26)}${grouped(failed?.violations.length ?? 0).padStart(14)}`);
console.log(`Seed ${options.world ?? options.seed}, ${progress.seconds.toFixed(0)} s`);
if (failed !== undefined) {
  tellFailure(failed);
  process.exitCode = 1;
}
