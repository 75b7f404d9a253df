import { Worker } from 'node:worker_threads';
import type { Report, Scenario } from './scenario.ts';
import type { Answer } from './worker.ts';

const resourceLimits = { maxYoungGenerationSizeMb: 96, maxOldGenerationSizeMb: 4_096 };

/** @throws when the model itself fails, and not what it simulates */
export function simulate(scenario: Scenario): Promise<Report> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: scenario, resourceLimits });
    worker.once('error', reject);
    worker.once('message', (answer: Answer) => {
      void worker.terminate();
      if ('report' in answer) resolve(answer.report);
      else reject(new Error(`The model failed: ${answer.mistake}`));
    });
  });
}
