import type { Violation } from '../laws/violation.ts';
import type { Job } from '../workers/job.ts';
import type { Workers } from '../workers/workers.ts';
import type { Control } from './control.ts';

/** Small worlds: what is broken shows soon, or not at all. */
const ordersPerWorld = 120;

/** What a safeguard is tried by. */
export type Tried = Pick<Control, 'name' | 'conditions' | 'mutations'>;

export type ControlResult = {
  /** Where it was noticed first; `undefined` when it never was. */
  readonly noticed: { readonly seed: string; readonly violation: Violation } | undefined;
  /** How many orders had gone by. */
  readonly orders: number;
};

/** A small world in the control's weather; with all safeguards in place, unless mutations are given. */
export function worldOf({ conditions = {} }: Tried, seed: string, mutations: Job['mutations'] = []): Job {
  return { seed, orders: ordersPerWorld, mutations, conditions };
}

/** Simulates worlds without the safeguard until a law is broken, or as many orders have gone by. */
export async function tryControl(
  workers: Pick<Workers, 'run'>,
  control: Tried,
  seed: string,
  maximumOrders: number,
): Promise<ControlResult> {
  let orders = 0;
  for (let world = 0; orders < maximumOrders; world++) {
    const worldSeed = `${seed}/${world}`;
    const report = await workers.run(worldOf(control, worldSeed, control.mutations));
    orders += report.orders;
    const [violation] = report.violations;
    if (violation !== undefined) return { noticed: { seed: worldSeed, violation }, orders };
  }
  return { noticed: undefined, orders };
}

/** Whether it was noticed, and by a law that the safeguard is for. */
export function isRight({ breaks }: Control, { noticed }: ControlResult): boolean {
  return noticed !== undefined && breaks.includes(noticed.violation.law);
}
