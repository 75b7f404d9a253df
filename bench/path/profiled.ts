/**
 * Loaded by the local run before everything else: profiles its main thread between two `SIGUSR2`, and writes what it
 * found to the file that `BENCH_PROFILE` names.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const file = process.env.BENCH_PROFILE;
let session: Session | undefined;

async function toggle(path: string): Promise<void> {
  if (session === undefined) {
    session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    return;
  }
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  session = undefined;
  writeFileSync(path, JSON.stringify(profile));
}

if (file !== undefined) process.on('SIGUSR2', () => void toggle(file));
