import { parentPort } from 'node:worker_threads';
import { type Deployment, deploy } from '../deployment.ts';
import { replaceClients } from '../services/aws.ts';
import { virtualizeProcess } from '../time/virtual-process.ts';
import { profileOf, profiles } from '../world/profiles.ts';
import { World } from '../world/world.ts';
import type { Job, JobResult } from './job.ts';

/** Simulates one world after another. Time, chance and the clients of this thread belong to the simulation for good. */
const deployments = new Map<string, Promise<Deployment>>();

function deploymentFor({ seed, mutations, conditions }: Job): Promise<Deployment> {
  const profile = conditions.profile ?? profileOf(seed);
  const { orchestration = 'standard' } = conditions;
  const name = JSON.stringify([profile, orchestration, mutations]);
  const known = deployments.get(name) ?? deploy({ ...profiles[profile], orchestration }, mutations);
  deployments.set(name, known);
  return known;
}

async function perform(job: Job): Promise<JobResult> {
  // Most errors here are faults on purpose, and their stacks cost more than they tell.
  Error.stackTraceLimit = job.trace === undefined ? 0 : 20;
  try {
    const { seed, orders, trace, conditions } = job;
    const { often = [], mood = {} } = conditions;
    const deployment = await (await deploymentFor(job)).withFreshMemory();
    const world = new World(deployment, { seed, orders, trace, often, mood });
    return { report: await world.run() };
  } catch (error) {
    return { mistake: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

replaceClients();
virtualizeProcess();
parentPort?.on('message', async (job: Job) => {
  parentPort?.postMessage(await perform(job));
});
