import type { Results } from '../../../test/scale/results.ts';
import { table } from '../markdown.ts';
import { milliseconds, number, reportOf } from './figures.ts';

/** What was wanted of the model, what it shows, and whether that is enough. */
type Target = { readonly what: string; readonly wanted: string; readonly found: string; readonly isMet: boolean };

function atLeast(what: string, found: number, wanted: number): Target {
  return { what, wanted: `≥ ${number(wanted)} ×`, found: `${number(found)} ×`, isMet: found >= wanted };
}

function within(what: string, found: number, wanted: number): Target {
  return { what, wanted: `≤ ${milliseconds(wanted)}`, found: milliseconds(found), isMet: found <= wanted };
}

function targets(results: Results): Target[] {
  const one = reportOf(results, 'hot transaction deployed 30000');
  const hundreds = reportOf(results, 'hot escrow hundreds 30000');
  const fiveHundreds = reportOf(results, 'hot escrow fiveHundreds 100000');
  const [slow, fast] = [reportOf(results, 'flash transaction deployed'), reportOf(results, 'flash escrow hundreds')];
  const faulty = ['faults transaction', 'faults escrow', 'faults escrow hundreds'].map((name) =>
    reportOf(results, name),
  );
  const wrong = faulty.reduce((sum, report) => sum + report.oversold + report.stranded + report.duplicates, 0);
  return [
    atLeast('one SKU, 30 000 offered, batches of 100', hundreds.perSecond / one.perSecond, 200),
    within('… and its p99', hundreds.p99, 100),
    atLeast('one SKU, 100 000 offered, batches of 500', fiveHundreds.perSecond / one.perSecond, 500),
    within('… and its p99', fiveHundreds.p99, 300),
    atLeast('2 000 units, 20 000 buyers: all are answered so much sooner', slow.seconds / fast.seconds, 40),
    atLeast(
      'write units of an order, so many times fewer',
      one.perOrder.writeUnits / hundreds.perOrder.writeUnits,
      3.5,
    ),
    {
      what: 'oversold, stranded or reserved twice, with duplicates and crashes',
      wanted: '0',
      found: number(wrong),
      isMet: wrong === 0,
    },
  ];
}

/** Each target as the model sees it now. */
export function targetTable(results: Results): string {
  const rows = targets(results).map(({ what, wanted, found, isMet }) => [
    what,
    wanted,
    found,
    isMet ? 'yes' : '**no**',
  ]);
  return table(['target (against one transaction per order, as deployed)', 'wanted', 'found', 'met'], rows);
}
