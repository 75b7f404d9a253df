import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A synthesized cloud assembly, in a directory that is removed if nothing is kept. */
export type Assembly = { readonly directory: string; readonly dispose: () => void };

/**
 * Synthesizes the stack in a process of its own, whose memory the machine gets back when it ends.
 * @param dataDirectory where the assembly is kept for a look at it; none: it is removed at the end
 */
export async function synthesizeApart(
  context: Readonly<Record<string, string>>,
  dataDirectory: string | undefined,
): Promise<Assembly> {
  const directory =
    dataDirectory === undefined ? mkdtempSync(join(tmpdir(), 'holdfast-')) : join(dataDirectory, 'cdk.out');
  rmSync(directory, { recursive: true, force: true });
  const script = join(import.meta.dirname, 'synthesize.ts');
  const child = spawn(process.execPath, [script, directory, JSON.stringify(context)], {
    // The validation of templates takes longer than everything else; `npm run synth` does it.
    env: { ...process.env, CDK_VALIDATION: 'false' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const [code] = await once(child, 'exit');
  process.off('exit', kill);
  if (code !== 0) throw new Error('The stack does not synthesize: the lines above say why');
  const dispose = () => {
    if (dataDirectory === undefined) rmSync(directory, { recursive: true, force: true });
  };
  return { directory, dispose };
}
