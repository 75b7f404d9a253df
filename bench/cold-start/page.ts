import { cpus } from 'node:os';
import { code, codeBlock, document, table as markdownTable } from '../../bin/documents/markdown.ts';
import type { Result, Times } from './result.ts';
import type { Size } from './sizes.ts';

export type Report = {
  readonly at: string;
  readonly rounds: number;
  /** What share of the processors others had, before and after. */
  readonly others: readonly number[];
  readonly mostRatio: number;
  readonly results: readonly Result[];
  readonly sizes: readonly Size[];
};

const headings = ['function', 'calls', 'load + first call', 'smallest', 'ratio', 'processor time', 'smallest', 'ratio'];

function rowsOf(results: readonly Result[]): string[][] {
  return results.map(({ name, calls, ours, bare, ratio, processorRatio }) => [
    name,
    String(calls),
    inWords(ours),
    inWords(bare),
    ratio.toFixed(2),
    `${ours.processorMilliseconds.toFixed(0)} ms`,
    `${bare.processorMilliseconds.toFixed(0)} ms`,
    processorRatio.toFixed(2),
  ]);
}

function inWords({ loadMilliseconds, callMilliseconds, totalMilliseconds }: Times): string {
  return `${loadMilliseconds.toFixed(0)} + ${callMilliseconds.toFixed(0)}, ${totalMilliseconds.toFixed(0)} ms`;
}

/** For a terminal: aligned, without rules. */
export function table(report: Report): string {
  const rows = [headings, ...rowsOf(report.results)];
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return [...lines.map((line) => `  ${line.trimEnd()}`), '', `  ${conditions(report)}`].join('\n');
}

function conditions({ rounds, others, mostRatio, results }: Report): string {
  const byTime = verdict(
    results.map(({ ratio }) => ratio),
    mostRatio,
  );
  const byProcessorTime = verdict(
    results.map(({ processorRatio }) => processorRatio),
    mostRatio,
  );
  const busy = others.map((share) => `${Math.round(100 * share)} %`).join(' before and ');
  return `Medians of ${rounds}; by time ${byTime}, by processor time ${byProcessorTime}; others had ${busy} after of the processors.`;
}

function verdict(ratios: readonly number[], most: number): string {
  const worst = Math.max(...ratios);
  return `${worst.toFixed(2)} at most, ${worst <= most ? 'within' : 'above'} ${most}`;
}

/** The page of the results. */
export function page(report: Report): string {
  const { at, results, sizes } = report;
  const processor = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
  const sizeRows = sizes.map(({ name, bytes, compressedBytes }) => [
    code(name),
    String(compressedBytes),
    String(bytes),
  ]);
  return document([
    '<!-- Written by `npm run bench:cold -- --write`. -->',
    '# Lean functions',
    [
      'A buyer waits for a cold start, and a rush is one. Two things make it long that are ours: what has to be loaded, and',
      'what runs before the first answer. Why the functions are built as they are is in',
      '[decision 34](../decisions/0034-lean-functions.md).',
    ].join('\n'),
    '## Cold starts',
    codeBlock('bash', 'npm run bench:cold                        # -- --rounds 15, -- --write'),
    [
      'Each function is loaded and called once in a fresh process, on the tables of the stack in the embedded engine, where',
      'an order stands just before it. Beside it runs the smallest handler that there can be: it makes the same clients,',
      'of the SDK as it is, and sends the same calls, recorded from the function, at once where the function sends',
      'them at once, and does nothing else: no reading of the event, no decision, no log. The two take turns, in both',
      'orders.',
    ].join('\n'),
    markdownTable(headings, rowsOf(results)),
    `${conditions(report)} ${processor}, Node ${process.version}, ${at.slice(0, 10)}.`,
    '## Weight',
    [
      'What Lambda keeps and loads, in bytes: at most 150 000 compressed. A test holds every bundle against it',
      '([test/lib/bundles.test.ts](../../test/lib/bundles.test.ts)), and prints this table.',
    ].join('\n'),
    markdownTable(['function', 'compressed', 'bundle'], sizeRows),
  ]);
}
