import { codeBlock, document, table } from '../../bin/documents/markdown.ts';
import type { Machine } from '../measure/machine.ts';
import { type PartReport, percent, type ReportTable } from './report.ts';

export type PageFacts = {
  readonly machine: Machine;
  /** The day, as in RFC 3339. */
  readonly date: string;
  /** The command that measured it. */
  readonly command: string;
  /** The share of the processors that others took, over the whole run. */
  readonly others: number;
};

/** With more than this the figures are still told, and said to be no good. */
const QUIET_SHARE = 0.1;

/** The page of the results, as `--write` puts it into `docs/verification`. */
export function page(reports: readonly PartReport[], { machine, date, command, others }: PageFacts): string {
  const claims = reports.flatMap((report) => report.claims);
  const rows = claims.map(({ claim, measured, target, holds }) => [claim, measured, target, holds ? 'yes' : 'no']);
  return document([
    '# The bench',
    [
      `Written by \`${command}\` on ${date}, and not to be edited. How it measures, and why so, is`,
      '[decision 35](../decisions/0035-ratios-measured-in-turns.md).',
    ].join('\n'),
    usage,
    [
      `${machine.processors}, ${machine.memoryGigabytes} GB, ${machine.system}, Node.js ${machine.node}. *CPU of others* is`,
      'the share of all processors that went to what does not belong to the bench: the higher it is, the less a figure says.',
      'Ratios suffer less, since their sides are measured in turns.',
    ].join('\n'),
    runText(others),
    '## What was to be reached',
    table(['claim', 'measured', 'target', 'reached'], rows),
    ...reports.flatMap(section),
  ]);
}

function runText(others: number): string {
  const share = `Over the whole run others took ${percent(others)} of the processors`;
  if (others <= QUIET_SHARE) return `${share}.`;
  return `**${share}: speed and latency below are those of a machine that was busy with other work, and have to be measured again on a quiet one.**`;
}

const usage = codeBlock(
  'bash',
  [
    'npm run bench                         # all parts: hot, catalogue, path, storm, growth',
    'npm run bench -- hot path             # some of them',
    'npm run bench -- growth --million     # up to a million SKUs and orders',
    'npm run bench -- --rounds 9 --write   # all of them, more often, and this page anew',
  ].join('\n'),
);

function section({ title, method, tables, pictures }: PartReport): string[] {
  return [
    `## ${title}`,
    method.join('\n'),
    ...tables.map(tableText),
    ...pictures.map((picture) => `![${picture.title}](bench/${picture.name}.svg)`),
  ];
}

function tableText({ caption, headings, rows }: ReportTable): string {
  return `${caption}:\n\n${table(
    headings,
    rows.map((row) => row.map(String)),
  )}`;
}
