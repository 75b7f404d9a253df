import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dynamodb, EngineClient } from './engine-client.ts';
import type { EngineCommand } from './engine-command.ts';
import { endLeftoverEngine, forgetEngine, rememberEngine } from './leftover-engine.ts';

const READY_MILLISECONDS = 20_000;
const POLL_MILLISECONDS = 20;
/** What a connection meets as long as the engine is starting. */
const NOT_LISTENING = new Set<unknown>(['ECONNREFUSED', 'ECONNRESET']);
const KILL_MILLISECONDS = 5_000;
/** A signal of the terminal reaches the engine as soon as this process, which then begins to stop. */
const SIGNAL_MILLISECONDS = 1_000;

/** An engine that runs as a child process. */
export class EngineProcess {
  readonly endpoint: URL;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #pidFile: string | undefined;
  readonly #killOnExit = () => void this.#child.kill('SIGKILL');
  #output = '';
  #stopping = false;

  private constructor(command: EngineCommand, port: number, pidFile: string | undefined) {
    const parameters = command.arguments(port);
    this.endpoint = new URL(`http://127.0.0.1:${port}`);
    this.#pidFile = pidFile;
    this.#child = spawn(command.file, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      this.#child.once('error', (error) => {
        this.#output += String(error);
        resolve();
      });
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-2000);
      });
    }
    if (pidFile !== undefined && this.#child.pid !== undefined) {
      rememberEngine(pidFile, this.#child.pid, [command.file, ...parameters].join(' '));
    }
    process.once('exit', this.#killOnExit);
  }

  /**
   * Starts an engine on a free port, and waits until it answers.
   * @param dataDirectory where it keeps its data, none for an engine in memory; one that still runs there is ended
   */
  static async start(command: EngineCommand, dataDirectory: string | undefined): Promise<EngineProcess> {
    const pidFile = dataDirectory && join(dataDirectory, 'engine.json');
    if (pidFile !== undefined) endLeftoverEngine(pidFile);
    const engine = new EngineProcess(command, await freePort(), pidFile);
    try {
      await engine.#untilReady(command.name);
      command.prepare?.();
      return engine;
    } catch (error) {
      await engine.stop();
      throw error;
    }
  }

  /** Called once if the engine ends by itself, and not since a signal has ended everything of this run. */
  onUnexpectedExit(listener: (output: string) => void): void {
    this.#child.once('exit', () => {
      setTimeout(() => {
        if (!this.#stopping) listener(this.#output);
      }, SIGNAL_MILLISECONDS);
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined) {
      const exited = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
      this.#child.kill('SIGTERM');
      const impatience = setTimeout(() => this.#child.kill('SIGKILL'), KILL_MILLISECONDS);
      await exited;
      clearTimeout(impatience);
    }
    process.off('exit', this.#killOnExit);
    if (this.#pidFile !== undefined) forgetEngine(this.#pidFile);
  }

  async #untilReady(name: string): Promise<void> {
    const client = new EngineClient(this.endpoint, 'local');
    let ended = false;
    void this.#exited.then(() => {
      ended = true;
    });
    const deadline = Date.now() + READY_MILLISECONDS;
    while (!(await answers(client))) {
      if (ended || Date.now() > deadline) throw new Error(`The engine ${name} did not start: ${this.#output.trim()}`);
      await pause(POLL_MILLISECONDS);
    }
    client.close();
  }
}

async function answers(client: EngineClient): Promise<boolean> {
  try {
    await client.call(dynamodb('ListTables'), {});
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_LISTENING.has(error.code)) return false;
    throw error;
  }
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port');
  return address.port;
}
