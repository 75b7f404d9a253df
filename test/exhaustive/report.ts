import { table } from '../../bin/demo/table.ts';
import { nameOf, type Point, shortName } from './point.ts';
import type { SuiteReport, Unmet } from './suite.ts';
import type { Result } from './wave.ts';

const kinds: readonly Point['at'][] = ['call', 'delivery', 'invoke', 'transition'];

/** A run that failed: its name, which replays it, its order, and what was wrong. */
export type Failure = { readonly name: string; readonly orderId?: string; readonly problems: readonly string[] };

export function failuresOf({ results, problems: ofWaves, unmet, uncovered }: SuiteReport): Failure[] {
  return [
    ...results
      .filter(({ problems }) => problems.length > 0)
      .map(({ strike, orderId, problems }) => ({ name: nameOf(strike), orderId, problems })),
    ...unmet
      .filter(({ why }) => why === undefined)
      .map(({ strike }) => ({ name: nameOf(strike), problems: ['the point did not come by again'] })),
    ...ofWaves.map((problem) => ({ name: 'a wave of runs', problems: [problem] })),
    ...uncovered.map((call) => ({ name: call, problems: ['made under faults, and on no path without them'] })),
  ];
}

/** The report for people. */
export function reportText(report: SuiteReport): string {
  const failures = failuresOf(report);
  return [
    totals(report),
    byFunction(report),
    explained(report.unmet),
    ...failures.map(({ name, orderId, problems }) => [name, orderId, ...problems].filter(Boolean).join('\n    ')),
    failures.length === 0
      ? 'Every law held after every run.'
      : `${failures.length} failures. Try one again: npm run exhaustive -- --only '<its name>'`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The report for machines. */
export function reportJson(report: SuiteReport): string {
  const { points, possible, results, unmet } = report;
  const content = {
    paths: report.paths.map(({ name }) => name),
    points: points.length,
    pointsByKind: Object.fromEntries(kinds.map((kind) => [kind, points.filter(({ at }) => at === kind).length])),
    possibleRuns: possible.length,
    runs: results.length + unmet.length,
    struck: struck(results).length,
    unmet: unmet.map(({ strike, why }) => ({ name: nameOf(strike), why: why ?? null })),
    failures: failuresOf(report),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function struck(results: readonly Result[]): Result[] {
  return results.filter(({ isStruck }) => isStruck);
}

function totals({ paths, points, possible, results, unmet }: SuiteReport): string {
  return table(
    ['', 'number'],
    [
      ['paths of an order', paths.length],
      ...kinds.map((kind) => [`points: ${kind}`, points.filter(({ at }) => at === kind).length] as const),
      ['fault points', points.length],
      ['runs that there are', possible.length],
      ['runs that were made', results.length + unmet.length],
      ['struck', struck(results).length],
    ],
  );
}

function byFunction({ points, results, unmet }: SuiteReport): string {
  const by = <Item>(items: readonly Item[], point: (item: Item) => Point) =>
    Map.groupBy(items, (item) => labelOf(point(item)));
  const pointsBy = by(points, (point) => point);
  const resultsBy = by(results, ({ strike }) => strike.point);
  const unmetBy = by(unmet, ({ strike }) => strike.point);
  const rows = [...pointsBy].map(([label, here]) => {
    const made = resultsBy.get(label) ?? [];
    const notMet = unmetBy.get(label)?.length ?? 0;
    const broken = made.filter(({ problems }) => problems.length > 0).length;
    return [label, here.length, made.length + notMet, struck(made).length, notMet, broken] as const;
  });
  return table(
    ['function', 'points', 'runs', 'struck', 'not met', 'failed'],
    rows.toSorted((one, other) => one[0].localeCompare(other[0])),
  );
}

function labelOf({ at, function: name }: Point): string {
  return at === 'transition' ? '(saga)' : shortName(name);
}

function explained(unmet: readonly Unmet[]): string {
  const reasons = Map.groupBy(unmet, ({ why }) => why);
  return [...reasons]
    .filter(([why]) => why !== undefined)
    .map(([why, them]) => `${them.length} did not come by again: ${why}.`)
    .join('\n');
}
