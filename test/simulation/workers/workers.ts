import { Worker } from 'node:worker_threads';
import type { WorldReport } from '../world/world.ts';
import type { Job, JobResult } from './job.ts';

/** Worlds make much that lives for an instant: room for it halves the time that is spent on collecting it. */
const maxYoungGenerationSizeMb = 96;

/** Threads that simulate worlds, each one world at a time. */
export class Workers {
  readonly #idle: Worker[];
  readonly #all: readonly Worker[];
  readonly #waiting: ((worker: Worker) => void)[] = [];

  constructor(count: number) {
    this.#all = Array.from(
      { length: count },
      () => new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: { maxYoungGenerationSizeMb } }),
    );
    this.#idle = [...this.#all];
  }

  /** @throws when the simulation itself fails, and not what it simulates */
  async run(job: Job): Promise<WorldReport> {
    const worker = await this.#take();
    try {
      const result = await answerOf(worker, job);
      if ('report' in result) return result.report;
      throw new Error(`World ${job.seed} could not be simulated: ${result.mistake}`);
    } finally {
      this.#release(worker);
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#all.map((worker) => worker.terminate()));
  }

  #take(): Promise<Worker> {
    const worker = this.#idle.pop();
    if (worker !== undefined) return Promise.resolve(worker);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #release(worker: Worker): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(worker);
    else next(worker);
  }
}

function answerOf(worker: Worker, job: Job): Promise<JobResult> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (result: JobResult) => {
      worker.off('error', reject);
      resolve(result);
    });
    worker.postMessage(job);
  });
}
