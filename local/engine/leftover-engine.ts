import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { tryParseJson } from '../json.ts';

/** What is needed to recognize an engine that a killed run left behind. */
const record = z.strictObject({ pid: z.int().positive(), command: z.string() });

/** Remembers a running engine in a file. */
export function rememberEngine(file: string, pid: number, command: string): void {
  writeFileSync(file, JSON.stringify({ pid, command }));
}

export function forgetEngine(file: string): void {
  rmSync(file, { force: true });
}

/**
 * Ends the engine that the file remembers. Only a process that still has the very command line is ended, since the
 * system may have given its number to another. Two engines must never write one database.
 */
export function endLeftoverEngine(file: string): void {
  if (!existsSync(file)) return;
  const parsed = record.safeParse(tryParseJson(readFileSync(file, 'utf8')));
  if (parsed.success && commandOf(parsed.data.pid) === parsed.data.command) process.kill(parsed.data.pid, 'SIGKILL');
  forgetEngine(file);
}

/** The command line of a process, its arguments parted by blanks; none if there is no such process. */
function commandOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' }).trim();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
