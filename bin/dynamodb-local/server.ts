import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export type Server = { readonly endpoint: string; readonly stop: () => void };

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return address.port;
}

/** Starts DynamoDB Local in memory. Each access key has tables of its own, so that tests do not meet each other's. */
export async function startDynamoDBLocal(directory: string): Promise<Server> {
  const port = await freePort();
  const java = spawn(
    'java',
    ['-Djava.library.path=./DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar', '-port', String(port), '-inMemory'],
    { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  await untilAnswering(endpoint, java);
  return { endpoint, stop: () => java.kill() };
}

const startLimitMilliseconds = 30_000;

async function untilAnswering(endpoint: string, java: ChildProcess): Promise<void> {
  const limit = Date.now() + startLimitMilliseconds;
  while (Date.now() < limit) {
    if (java.exitCode !== null) throw new Error(`DynamoDB Local ended with code ${java.exitCode}`);
    if (await answers(endpoint)) return;
    await delay(100);
  }
  java.kill();
  throw new Error(`DynamoDB Local did not answer within ${startLimitMilliseconds / 1000} s`);
}

/** Any answer will do: an unsigned request is refused, which takes a running server. */
async function answers(endpoint: string): Promise<boolean> {
  try {
    await fetch(endpoint);
    return true;
  } catch {
    return false;
  }
}
