import type { AskedWish } from './ending.ts';
import { orderSteps } from './order-steps.ts';
import { providerSteps } from './provider-steps.ts';
import type { World } from './records.ts';
import type { Without } from './safeguards.ts';
import { sagaSteps } from './saga-steps.ts';
import type { Step } from './step.ts';

/** How much of the protocol is searched. The number of an order's lines tells in its events alone. */
export type Scope = { readonly lines: number; readonly grace: boolean; readonly wishes: readonly AskedWish[] };

export const everything: Scope = { lines: 1, grace: true, wishes: ['buyer', 'staff', 'staff_write_off'] };

/** Everything that may happen next to one order; steps that change nothing are among them. */
export function stepsOf(world: World, { wishes }: Scope, without: Without): Step[] {
  return [...orderSteps(world, wishes, without), ...sagaSteps(world, without), ...providerSteps(world, without)];
}
