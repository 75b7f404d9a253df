import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, documentPath, withBlocks } from './document.ts';
import { everything } from './protocol/steps.ts';
import { compareWithDomain } from './refinement/compare.ts';
import { forward } from './search/forward.ts';
import { laneOf } from './search/lane.ts';
import { exploreOrder, type OrderGraph } from './search/orders.ts';
import { everySetting, type Lines, lineCount, oneOfEachKind, type ShopSetting } from './search/settings.ts';
import { searchShop } from './search/shop.ts';
import { traceInShop } from './search/shop-trace.ts';

/**
 * Searches all of the model, which takes minutes: every interleaving of two orders on every small shelf. The tests
 * search all of one order, and less of two. `--document` writes what the documentation has of the model.
 */

const number = new Intl.NumberFormat('en');
const count = (value: number) => number.format(value).replaceAll(',', ' ').padStart(16);
const seconds = (since: number) => `${((performance.now() - since) / 1_000).toFixed(1).padStart(7)} s`;

function fail(law: string, trace: readonly string[]): never {
  console.error(`\nBroken: ${law}\n`);
  trace.forEach((step, index) => {
    console.error(`${String(index).padStart(4)}  ${step}`);
  });
  process.exit(1);
}

function searchOrders(): OrderGraph[] {
  console.log(`${'One order'.padEnd(46)}${'worlds'.padStart(16)}${'steps tried'.padStart(16)}`);
  return [1, 2].map((lines) => {
    const since = performance.now();
    const graph = exploreOrder({ ...everything, lines });
    if (graph.violation !== undefined) fail(graph.violation.law, graph.violation.trace);
    const place = `  of ${lines} SKU${lines === 1 ? '' : 's'}`;
    console.log(`${place.padEnd(46)}${count(graph.worlds.length)}${count(graph.steps)}${seconds(since)}`);
    return graph;
  });
}

function askDomain(graphs: readonly OrderGraph[]): void {
  const since = performance.now();
  const { calls, differences } = compareWithDomain(graphs.flatMap(({ worlds }) => worlds));
  if (differences.length > 0) fail('The domain and the model decide alike.', differences.slice(0, 20));
  console.log(`${'  answers of the domain compared'.padEnd(46)}${count(calls)}${' '.repeat(16)}${seconds(since)}`);
}

function words(lines: Lines): string {
  return [lines.a > 0 ? `${lines.a} of a` : '', lines.b > 0 ? `${lines.b} of b` : ''].filter(Boolean).join(', ');
}

function searchShops(graphs: readonly OrderGraph[]): void {
  const forwards = graphs.map(forward);
  const lanes = forwards.map(laneOf);
  const settings = oneOfEachKind(everySetting(true));
  console.log(`\nTwo orders, and staff who may take a unit of a or bring one: ${everySetting(true).length} settings`);
  console.log(`${`of ${settings.length} kinds`.padEnd(46)}${'states'.padStart(16)}${'steps'.padStart(16)}`);
  const totals = settings.map((setting, index) => {
    const since = performance.now();
    const pick = <Value>(values: readonly Value[]) => pairOf(setting, values);
    const { states, transitions, broken } = searchShop(pick(lanes), setting);
    for (const law of broken) fail(law, traceInShop(pick(forwards), setting, undefined));
    const { stock, orders } = setting;
    const place = `${String(index + 1).padStart(3)}  ${words(stock)}: ${words(orders[0])} | ${words(orders[1])}`;
    console.log(`${place.padEnd(46)}${count(states)}${count(transitions)}${seconds(since)}`);
    return { states, transitions };
  });
  const sum = (of: 'states' | 'transitions') => count(totals.reduce((total, one) => total + one[of], 0));
  console.log(`${'  all together'.padEnd(46)}${sum('states')}${sum('transitions')}`);
}

function pairOf<Value>({ orders }: ShopSetting, values: readonly Value[]): readonly [Value, Value] {
  const [first, second] = orders.map((lines) => values[lineCount(lines) - 1]);
  if (first === undefined || second === undefined) throw new Error('Orders have one line or two');
  return [first, second];
}

function writeDocument([graph]: readonly OrderGraph[]): void {
  if (graph === undefined) return;
  const path = join(import.meta.dirname, '..', '..', documentPath);
  writeFileSync(path, withBlocks(readFileSync(path, 'utf8'), blocksOf(graph)));
  console.log(documentPath);
}

const began = performance.now();
const graphs = searchOrders();
askDomain(graphs);
if (process.argv.includes('--document')) writeDocument(graphs);
else {
  searchShops(graphs);
  console.log(`\nEvery law holds. ${seconds(began).trim()}, ${Math.round(process.resourceUsage().maxRSS / 1_024)} MB`);
}
