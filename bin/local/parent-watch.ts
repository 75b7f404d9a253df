import { readFileSync } from 'node:fs';

const LOOK_MILLISECONDS = 100;

/**
 * Ends this process when the npm that started it is gone: a killed npm cannot pass on its signal, and the port and
 * the data directory would stay taken. Between the two may stand a shell, which outlives npm too.
 */
export function endWithNpm(): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const shell = statusOf(parent);
  const npmIsBehindShell = shell !== undefined && /^(ba|da)?sh$/.test(shell.command);
  const look = () => {
    const npmIsGone = npmIsBehindShell && statusOf(parent)?.parent !== shell.parent;
    if (process.ppid !== parent || npmIsGone) process.exit(1);
  };
  setInterval(look, LOOK_MILLISECONDS).unref();
}

/** What Linux tells of a process; undefined elsewhere, and if it has ended. */
function statusOf(pid: number): { readonly command: string; readonly parent: string | undefined } | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    // Such as `12 (sh) S 11 …`: number, command, state, parent.
    const [, command = '', parent] = /\((.*)\) \S+ (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { command, parent };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
