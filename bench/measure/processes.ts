import { readdirSync, readFileSync } from 'node:fs';

/** Linux tells processor time in ticks of this length, whatever the processor (`USER_HZ`, see time(7)). */
export const TICK_MILLISECONDS = 10;

type ProcessStat = { readonly parent: number; readonly ticks: number; readonly name: string };

/**
 * The fields of `/proc/<pid>/stat`, see proc_pid_stat(5): the name stands in brackets, and may itself hold some. The
 * time includes that of children which have ended and been waited for.
 */
export function parseStat(text: string, withChildren: boolean): ProcessStat {
  const end = text.lastIndexOf(')');
  const fields = text.slice(end + 2).split(' ');
  const sum = (first: number, last: number) =>
    fields.slice(first, last + 1).reduce((total, it) => total + Number(it), 0);
  const name = text.slice(text.indexOf('(') + 1, end);
  return { parent: Number(fields[1]), ticks: sum(11, withChildren ? 14 : 12), name };
}

/** What was there when the folder was listed may be gone when it is read. */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return;
    throw error;
  }
}

/** The processor time of a process and of everything that it has started, by process. */
export function ticksOfTree(root: number): Map<number, number> {
  const stats = new Map<number, ProcessStat>();
  for (const entry of readdirSync('/proc')) {
    const text = /^\d+$/.test(entry) ? readIfThere(`/proc/${entry}/stat`) : undefined;
    if (text !== undefined) stats.set(Number(entry), parseStat(text, true));
  }
  const isInTree = (pid: number): boolean => pid === root || isInTreeOf(stats.get(pid)?.parent);
  const isInTreeOf = (parent: number | undefined): boolean => parent !== undefined && parent > 0 && isInTree(parent);
  return new Map([...stats].filter(([pid]) => isInTree(pid)).map(([pid, { ticks }]) => [pid, ticks]));
}

/** The processor time of each thread of a process, summed by the thread's name. */
export function ticksByThread(pid: number): Map<string, number> {
  const ticks = new Map<string, number>();
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const text = readIfThere(`/proc/${pid}/task/${thread}/stat`);
    if (text === undefined) continue;
    const stat = parseStat(text, false);
    ticks.set(stat.name, (ticks.get(stat.name) ?? 0) + stat.ticks);
  }
  return ticks;
}

/** The memory of a process and of all that it has started, in MB, as far as it is its own or shared by them. */
export function residentMegabytes(root: number): number {
  const kilobytes = [...ticksOfTree(root).keys()].map((pid) => {
    const status = readIfThere(`/proc/${pid}/status`);
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status ?? '')?.[1] ?? 0);
  });
  return kilobytes.reduce((sum, it) => sum + it, 0) / 1024;
}
