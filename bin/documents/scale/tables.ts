import { type Limit, limits } from '../../../test/scale/limits.ts';
import type { Results } from '../../../test/scale/results.ts';
import type { Report } from '../../../test/scale/scenario.ts';
import { table } from '../markdown.ts';
import { dollars, dollarsPerMillion, milliseconds, number, reportOf } from './figures.ts';

const columns = ['answered a second', 'p50', 'p99', 'write units', 'requests', 'conflicts', '$ a million'];

function cellsOf(report: Report): string[] {
  const { perSecond, p50, p99, perOrder } = report;
  return [
    number(perSecond),
    milliseconds(p50),
    milliseconds(p99),
    number(perOrder.writeUnits),
    number(perOrder.requests),
    number(perOrder.conflicts),
    dollars(dollarsPerMillion(report)),
  ];
}

/** A row for each scenario whose name begins so, by what is offered. */
export function offeredTable(results: Results, groups: readonly (readonly [group: string, name: string])[]): string {
  const rows = groups.flatMap(([group, name]) =>
    [...results].flatMap(([scenario, report]) => {
      const offered = Number(scenario.slice(group.length));
      return scenario.startsWith(`${group} `) && offered > 0 ? [[name, number(offered), ...cellsOf(report)]] : [];
    }),
  );
  return table(['how', 'offered a second', ...columns], rows);
}

export function flashTable(results: Results): string {
  const ways = [
    ['flash transaction deployed', 'a transaction per order, 10 × 10'],
    ['flash escrow deployed', 'escrow, 10 × 10'],
    ['flash escrow hundreds', 'escrow, 50 × 100'],
    ['flash escrow fiveHundreds', 'escrow, 100 × 500'],
  ] as const;
  const rows = ways.map(([scenario, name]) => {
    const { seconds, p50, held, rejected, failures, perOrder } = reportOf(results, scenario);
    return [
      name,
      `${number(seconds)} s`,
      milliseconds(p50),
      number(held),
      number(rejected),
      number(failures),
      number(perOrder.writeUnits),
    ];
  });
  return table(
    ['how', 'all answered after', 'half after', 'held', 'refused', 'sent back', 'write units an order'],
    rows,
  );
}

export function faultTable(results: Results): string {
  const ways = [
    ['faults transaction', 'a transaction per order, 10 × 10'],
    ['faults escrow', 'escrow, 10 × 10'],
    ['faults escrow hundreds', 'escrow, 50 × 100'],
  ] as const;
  const rows = ways.map(([scenario, name]) => {
    const report = reportOf(results, scenario);
    const { answered, crashes, failures, oversold, stranded, duplicates, unanswered } = report;
    return [name, ...[answered, crashes, failures, oversold, stranded, duplicates, unanswered].map(number)];
  });
  return table(['how', 'orders', 'crashes', 'sent back', 'oversold', 'stranded', 'reserved twice', 'unanswered'], rows);
}

export function limitedTable(results: Results): string {
  const ways = [
    ['limit none', 'escrow, 50 × 100, 10 000 offered'],
    ['limit memory', '… with the 512 MB that the function is deployed with'],
    ['limit receives', '… if a batch is filled by one receive after another'],
    ['limit cold', '… from nothing: five batches at first, cold functions; the first 6 s'],
    ['uniform transaction 1000', 'transactions, 10 000 SKUs, 1 000 offered'],
    ['limit partitions', '… 1 500, on a new table: four partitions; the first 10 s'],
    ['limit partitions, split', '… the same after 14 s: the table has been split'],
    ['uniform transaction 10000', 'transactions, 10 000 SKUs, 10 000 offered'],
    ['limit table', '… 12 000, with the quota of a table as it is by default'],
  ] as const;
  const rows = ways.map(([scenario, name]) => {
    const report = reportOf(results, scenario);
    return [name, ...cellsOf(report), number(report.perOrder.throttles), number(report.partitions)];
  });
  return table(['what is limited', ...columns, 'throttles', 'partitions'], rows);
}

export function sourceTable(): string {
  const all: Readonly<Record<string, Limit>> = limits;
  const rows = Object.values(all).map(({ what, value, unit, source }) => [
    what,
    `${number(value)} ${unit}`.trim(),
    source,
  ]);
  return table(['what', 'value', 'source'], rows);
}
