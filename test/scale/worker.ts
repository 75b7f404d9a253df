import { parentPort, workerData } from 'node:worker_threads';
import { virtualizeProcess } from '../simulation/time/virtual-process.ts';
import { deployed } from './handlers.ts';
import type { Report, Scenario } from './scenario.ts';
import { replaceClient } from './surroundings.ts';
import { World } from './world.ts';

export type Answer = { readonly report: Report } | { readonly mistake: string };

/** One scenario in a thread of its own: what a handler remembers of one must not reach the next. */
async function perform(scenario: Scenario): Promise<Answer> {
  // Most errors here are conflicts, and their stacks cost more than they tell.
  Error.stackTraceLimit = 0;
  try {
    const handlers = await deployed(scenario.path);
    return { report: await new World(scenario, handlers).run() };
  } catch (error) {
    return { mistake: error instanceof Error ? `${error.stack ?? error.message}` : String(error) };
  }
}

replaceClient();
virtualizeProcess();
parentPort?.postMessage(await perform(workerData));
