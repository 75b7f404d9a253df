import { readFileSync } from 'node:fs';

type Ticks = { readonly all: number; readonly busy: number };

/** The first line of `/proc/stat`, see proc_stat(5): user nice system idle iowait irq softirq steal. */
function ticks(): Ticks {
  const fields = readFileSync('/proc/stat', 'utf8').split('\n', 1).join('').split(/\s+/).slice(1, 9).map(Number);
  const all = fields.reduce((sum, field) => sum + field, 0);
  const [, , , idle = 0, iowait = 0] = fields;
  return { all, busy: all - idle - iowait };
}

/**
 * How busy the machine is with others: what its processors do while this program does nothing.
 * @returns a share of all processors
 */
export async function othersShare(milliseconds = 1_000): Promise<number> {
  const before = ticks();
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  const after = ticks();
  return (after.busy - before.busy) / Math.max(1, after.all - before.all);
}
