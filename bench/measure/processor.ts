import { readFileSync } from 'node:fs';
import { ticksOfTree } from './processes.ts';

/** How much of the machine's processors was used while something was measured, as shares of all of them. */
export type ProcessorUse = {
  /** By this program and what it has started: the share that the measured work had. */
  readonly own: number;
  /** By everybody else on the machine. A figure that was taken while this is high says little. */
  readonly others: number;
};

export type ProcessorReading = { readonly all: number; readonly busy: number; readonly own: number };

/** The first line of `/proc/stat`, see proc_stat(5): user nice system idle iowait irq softirq steal, in ticks. */
export function parseProcessorTime(text: string): { readonly all: number; readonly busy: number } {
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = text
    .split('\n', 1)
    .join('')
    .split(/\s+/)
    .slice(1)
    .map(Number);
  const busy = user + nice + system + irq + softirq + steal;
  return { all: busy + idle + iowait, busy };
}

function read(): ProcessorReading {
  const own = [...ticksOfTree(process.pid).values()].reduce((sum, ticks) => sum + ticks, 0);
  return { ...parseProcessorTime(readFileSync('/proc/stat', 'utf8')), own };
}

export function useBetween(before: ProcessorReading, after: ProcessorReading): ProcessorUse {
  const all = Math.max(1, after.all - before.all);
  const own = after.own - before.own;
  // The two sources are read one after the other, and count in whole ticks.
  const others = Math.max(0, after.busy - before.busy - own);
  return { own: own / all, others: others / all };
}

/** Starts to watch the processors; the answer tells what they did until it is called. */
export function watchProcessors(): () => ProcessorUse {
  const before = read();
  return () => useBetween(before, read());
}
