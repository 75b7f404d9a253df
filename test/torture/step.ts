import type { PaymentMethod } from '../../domain/payment/methods.ts';
import type { FaultRule } from '../support/faults.ts';

/**
 * One thing that somebody does, or that happens to the machine. Items and buyers are named by number, counted around;
 * earlier steps by how many of their kind lie between. So every part of a list of steps is a list that makes sense.
 */
export type Step =
  | OrderStep
  /** The same request once more, perhaps while the first one is still on its way. */
  | { readonly do: 'repeat order'; readonly back: number }
  /** Another order under the key of an earlier one. */
  | { readonly do: 'reuse key'; readonly back: number }
  | CancelStep
  | { readonly do: 'ship'; readonly back: number }
  | AdjustStep
  | { readonly do: 'repeat adjustment'; readonly back: number }
  | { readonly do: 'put item'; readonly item: number; readonly price: number }
  | FaultStep
  | { readonly do: 'end faults' }
  /** Faults end, all comes to rest, and the books are read. */
  | { readonly do: 'rest' }
  | KillStep;

export type OrderStep = {
  readonly do: 'order';
  readonly buyer: number;
  readonly lines: readonly { readonly item: number; readonly quantity: number }[];
  readonly method: PaymentMethod;
  /** Part of the idempotency key, and so of the order's id: the same faults strike it wherever the step stands. */
  readonly key: number;
};

export type CancelStep = {
  readonly do: 'cancel';
  readonly back: number;
  readonly by: 'buyer' | 'staff';
  /** What staff want done with the units of a paid order. */
  readonly restock: boolean;
};

export type AdjustStep = {
  readonly do: 'adjust';
  readonly item: number;
  readonly delta: number;
  readonly key: number;
};

export type FaultStep = {
  readonly do: 'faults';
  readonly seed: number;
  readonly rules: readonly FaultRule[];
};

/** SIGKILL for the local run, then a new start on what is left; perhaps another amid that start. */
export type KillStep = {
  readonly do: 'kill';
  /** How long the others go on before. */
  readonly afterMilliseconds: number;
  /** How far the new start gets before it is killed too; 0 lets it come up. */
  readonly againAfterMilliseconds: number;
};

/** A step of a kind. */
export type StepOf<Kind extends Step['do']> = Extract<Step, { readonly do: Kind }>;

/** A step for people. */
export function inWords(step: Step): string {
  switch (step.do) {
    case 'order':
      return `buyer ${step.buyer} orders ${linesInWords(step)} with ${step.method}`;
    case 'repeat order':
      return `the order ${ago(step.back)} is sent once more`;
    case 'reuse key':
      return `another order comes under the key of that ${ago(step.back)}`;
    case 'cancel':
      return `${step.by} cancels the order ${ago(step.back)}${step.restock ? '' : ', and writes its units off'}`;
    case 'ship':
      return `staff ship the order ${ago(step.back)}`;
    case 'adjust':
      return `staff change item ${step.item} by ${step.delta} units`;
    case 'repeat adjustment':
      return `the change of units ${ago(step.back)} is sent once more`;
    case 'put item':
      return `staff set the price of item ${step.item} to ${step.price}`;
    case 'faults':
      return `faults begin (seed ${step.seed}): ${step.rules.map(ruleInWords).join('; ') || 'none'}`;
    case 'end faults':
      return 'faults end';
    case 'rest':
      return 'faults end, and all comes to rest';
    case 'kill':
      return `SIGKILL after ${step.afterMilliseconds} ms${againInWords(step)}, and a new start`;
  }
}

function linesInWords({ lines }: OrderStep): string {
  return lines.map(({ item, quantity }) => `${quantity} of item ${item}`).join(' and ');
}

function ago(back: number): string {
  return back === 0 ? 'just before' : `${back + 1} before`;
}

function againInWords({ againAfterMilliseconds: again }: KillStep): string {
  return again === 0 ? '' : `, once more ${again} ms into the start`;
}

function ruleInWords({ at, fault, probability, ...narrowing }: FaultRule): string {
  const where = Object.entries(narrowing).map(([name, value]) => `${name} ${value}`);
  return [`${fault} at 1 in ${Math.round(1 / Number(probability))}`, at, ...where].join(' ');
}
