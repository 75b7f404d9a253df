import { table } from '../../bin/demo/table.ts';
import type { Claim, PartReport } from './report.ts';

/** A report for the terminal. */
export function reportText({ title, tables }: PartReport): string {
  const texts = tables.map(({ caption, headings, rows }) => `${caption}\n${table(headings, rows)}`);
  return [`\n${title}`, ...texts].join('\n\n');
}

/** What was to be reached, of all parts. */
export function claimsText(claims: readonly Claim[]): string {
  const rows = claims.map(({ claim, measured, target, holds }) => [
    holds ? 'holds' : 'MISSED',
    claim,
    measured,
    target,
  ]);
  return table(['', 'claim', 'measured', 'target'], rows);
}
