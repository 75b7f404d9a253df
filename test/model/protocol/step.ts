import type { Decision } from './decision.ts';
import type { DueName } from './due.ts';
import type { World } from './records.ts';
import type { Without } from './safeguards.ts';
import { next, type Task } from './saga.ts';
import { apply } from './writing.ts';

/** One thing that may happen next. `needs` is what the shelf must allow: that all lines fit, or that one is short. */
export type Step = { readonly label: string; readonly world: World; readonly needs?: 'fits' | 'short' };

export function due(world: World, ...names: readonly DueName[]): World {
  const grown = world.due.and(...names);
  return grown === world.due ? world : { ...world, due: grown };
}

/** An execution goes on from a task that has returned. */
export function goOn(world: World, task: Task, outcome: string): World {
  const successor = next(task, outcome);
  return successor === 'End' ? world : due(world, successor);
}

/** The world after a decision was written, or as it is where nothing is to be written or a condition was lost. */
export function after(world: World, { write }: Decision, without: Without): World {
  return write === undefined ? world : (apply(world, write, without) ?? world);
}
