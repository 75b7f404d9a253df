import { readFileSync } from 'node:fs';

/** How much memory a process has now, as Linux tells; 0 elsewhere, and if it has ended. */
export function residentMegabytes(processId: number | undefined): number {
  if (process.platform !== 'linux' || processId === undefined) return 0;
  try {
    const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes) / 1024);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return 0;
    throw error;
  }
}
