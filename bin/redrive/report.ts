import { table } from '../demo/table.ts';
import type { Finding, Result } from './findings.ts';
import type { Place } from './place.ts';

/** A screen of rows; whoever wants all of them asks for JSON. */
const mostRows = 25;
const longestText = 60;

export function listReport({ title, flags }: Place, findings: readonly Finding[], hidden: number): string {
  const rows = findings
    .slice(0, mostRows)
    .map((it) => [it.kind, it.where, waiting(it.since), ...about(it), short(it.why)]);
  const list = table(['kind', 'where', 'waiting', 'order or message', 'what', 'why'], rows);
  const next = [
    `Next: npm run redrive --${flags} --all, or a part of it: --kind <kind>, --order <orderId>`,
    'What each kind means, and what to look at first: docs/runbook/README.md',
  ];
  return paragraphs(
    `Holdfast, ${title}`,
    findings.length === 0 ? 'Nothing waits for a person.' : list,
    more(findings.length, flags),
    findings.length === 0 ? '' : `${count(findings.length, 'thing')} to redrive.`,
    hiddenLine(hidden),
    findings.length === 0 ? '' : next.join('\n'),
  );
}

export function redriveReport({ title, flags }: Place, results: readonly Result[], hidden: number): string {
  // What is left is what somebody has to read.
  const sorted = [...results].sort((one, other) => rank(one) - rank(other));
  const rows = sorted
    .slice(0, mostRows)
    .map((it) => [outcomes[it.outcome], it.kind, it.where, ...about(it), short(it.detail)]);
  const counts = (['redriven', 'nothing_to_do', 'left'] as const).map(
    (outcome) => `${results.filter((result) => result.outcome === outcome).length} ${outcomes[outcome]}`,
  );
  return paragraphs(
    `Holdfast, ${title}`,
    results.length === 0
      ? 'There was nothing to redrive.'
      : table(['result', 'kind', 'where', 'order or message', 'what', 'detail'], rows),
    more(results.length, flags),
    results.length === 0 ? '' : `${counts.join(', ')}.`,
    hiddenLine(hidden),
    `Next: npm run redrive${flags === '' ? '' : ` --${flags}`}, in a minute: what failed again is there again`,
  );
}

const outcomes = { left: 'left', redriven: 'redriven', nothing_to_do: 'nothing to do' } as const;

function rank({ outcome }: Result): number {
  return ['left', 'redriven', 'nothing_to_do'].indexOf(outcome);
}

function about({ orderId, id, what }: Finding): string[] {
  return [orderId ?? id, short(what)];
}

function more(total: number, flags: string): string {
  return total <= mostRows ? '' : `… and ${total - mostRows} more: npm run redrive --${flags} --json lists all of them`;
}

function hiddenLine(hidden: number): string {
  if (hidden === 0) return '';
  return `${count(hidden, 'more letter')} cannot be seen at this moment: somebody else looks at them, or did. Try again in two minutes.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function short(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`;
}

/** How long ago, in the unit that a person would use. */
function waiting(since: string): string {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(since)) / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}

function paragraphs(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}
