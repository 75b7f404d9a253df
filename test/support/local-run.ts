import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { Orchestration } from '../../lib/settings.ts';

/** The settings of a local run, times in seconds; what is left out has its default. */
export type LocalRunSettings = {
  readonly RESERVATION_TTL_SECONDS?: number;
  readonly SWEEP_SECONDS?: number;
  readonly RECONCILE_SECONDS?: number;
  readonly GRACE_PERIOD_SECONDS?: number;
  readonly SAGA_TIMEOUT_SECONDS?: number;
  readonly ORCHESTRATION?: Orchestration;
  readonly DYNAMODB_ENDPOINT?: string;
  /** Options and clocks of the process, see `ShiftedClocks`. */
  readonly NODE_OPTIONS?: string;
  readonly CLOCKS_FILE?: string;
};

const projectDirectory = join(import.meta.dirname, '..', '..');
/** Synthesis alone may take that long where many others want the same cores. */
const readyWithinMilliseconds = 120_000;
const stopWithinMilliseconds = 10_000;
const rememberedLines = 40;

/** The processes that a run starts in turn load the module, too. */
function preloading(path: string | undefined): Record<string, string> {
  if (path === undefined) return {};
  return { NODE_OPTIONS: `--import=${pathToFileURL(join(projectDirectory, path))}` };
}

/** One `node bin/start.ts` with a data directory of its own, which outlives kills and restarts. */
export class LocalRun {
  #settings: LocalRunSettings;
  readonly #dataDirectory: string;
  #process: ChildProcess | undefined;
  #problems: string[] = [];
  readonly #denials: string[] = [];
  #metrics: string[] = [];
  /** Any free port at first, and the same one after a restart. */
  #url = 'http://127.0.0.1:0';

  private constructor(settings: LocalRunSettings, dataDirectory: string) {
    this.#settings = settings;
    this.#dataDirectory = dataDirectory;
  }

  /** @param preload a module that the first start loads before everything else, by its path within the project */
  static async start(settings: LocalRunSettings = {}, preload?: string): Promise<LocalRun> {
    const run = new LocalRun(settings, await mkdtemp(join(tmpdir(), 'holdfast-')));
    await run.#launch(preload);
    return run;
  }

  get url(): string {
    return this.#url;
  }

  /** Of the process that runs now. */
  get processId(): number | undefined {
    return this.#process?.pid;
  }

  /** The last that it complained of, and its functions too. */
  get problems(): string {
    return this.#problems.join('\n');
  }

  /** The private key that the run signs its tokens with, in PEM. */
  tokenKey(): Promise<string> {
    return readFile(join(this.#dataDirectory, 'token-key.pem'), 'utf8');
  }

  /** The metrics that CloudWatch would be told, each as JSON, as long as it has been running. */
  get metrics(): readonly string[] {
    return this.#metrics;
  }

  /** What its tables belong to, in an engine that keeps those of each access key apart. */
  accessKeyId(): Promise<string> {
    return readFile(join(this.#dataDirectory, 'access-key-id'), 'utf8');
  }

  /** What it stores, while it is stopped. */
  get dataDirectory(): string {
    return this.#dataDirectory;
  }

  /** Starts it on what the run before has left, with other settings if there are any. */
  async restart(settings: LocalRunSettings = {}): Promise<void> {
    this.#settings = { ...this.#settings, ...settings };
    await this.#launch();
  }

  async #launch(preload?: string): Promise<void> {
    const child = spawn(process.execPath, ['bin/start.ts', '--verbose'], {
      cwd: projectDirectory,
      env: { ...process.env, ...this.#environment(), ...preloading(preload) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    this.#problems = [];
    this.#metrics = [];
    createInterface({ input: child.stderr }).on('line', (line) => this.#remember(line));
    // Asked, and not forced, so that it takes its engine along.
    const endWithUs = () => void child.kill('SIGTERM');
    process.once('exit', endWithUs);
    child.once('exit', () => process.off('exit', endWithUs));
    this.#url = await this.#ready(child, createInterface({ input: child.stdout }));
  }

  /**
   * Ends it as a person would, and forgets what it stored.
   * @throws if anything was denied that a policy would have to allow: faults are not told so
   */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    await rm(this.#dataDirectory, { recursive: true, force: true });
    if (this.#denials.length > 0) throw new Error(`Policies are missing.\n${this.#denials.join('\n')}`);
  }

  /** Ends it as a power failure would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  #environment(): Record<string, string> {
    const settings = Object.entries(this.#settings).map(([name, value]) => [name, String(value)]);
    const { port } = new URL(this.#url);
    return { ...Object.fromEntries(settings), PORT: port, DATA_DIR: this.#dataDirectory, SEED: 'none' };
  }

  #remember(line: string): void {
    if (line.startsWith('Access denied: ')) this.#denials.push(line);
    const metric = /^[\d:.]+ METRIC\s+\S+\s+(\{.*\})$/.exec(line)?.[1];
    if (metric !== undefined) this.#metrics.push(metric);
    else if (!/^[\d:.]+ INFO /.test(line)) this.#problems = [...this.#problems, line].slice(-rememberedLines);
  }

  async #ready(child: ChildProcess, output: AsyncIterable<string> & NodeJS.EventEmitter): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const fail = (problem: string) => reject(new Error(`${problem}\n${this.problems}`));
    const timer = setTimeout(() => fail('The local run was not ready in time'), readyWithinMilliseconds);
    output.on('line', (line: string) => {
      const url = /^ready (http:\S+)$/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code, signal) => this.#exited(child, `The local run ended (${code ?? signal})`, fail));
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  /** An end that nobody asked for is told, also when it comes amid a test; one that comes amid a start ends that. */
  #exited(child: ChildProcess, problem: string, fail: (problem: string) => void): void {
    if (this.#process === child) {
      this.#process = undefined;
      console.error(`${problem}\n${this.problems}`);
    }
    fail(problem);
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMilliseconds);
    await exit;
    clearTimeout(timer);
  }
}
