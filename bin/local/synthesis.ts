import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Synthesizes the stack in a process of its own, whose memory the machine gets back when it ends.
 * @returns the directory of the cloud assembly, within the data directory
 */
export async function synthesizeApart(
  context: Readonly<Record<string, string>>,
  dataDirectory: string,
): Promise<string> {
  const directory = join(dataDirectory, 'cdk.out');
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
  return directory;
}
