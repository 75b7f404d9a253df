import type { LocalRunSettings } from '../support/local-run.ts';
import type { Run } from './run.ts';

/** A way that an order can go. */
export type Path = {
  readonly name: string;
  readonly world: WorldName;
  /** Units of each SKU that the order may name: five of one, unless the path says otherwise. */
  readonly units?: readonly number[];
  /** What goes wrong or slowly on this path by itself; each rule is narrowed to the order. */
  readonly holds?: readonly PathRule[];
  readonly drive: (run: Run) => Promise<void>;
  /** How the order may end, whatever single fault strikes: its reason or status, and its payment's status. */
  readonly ends: readonly string[];
  /** How else on Express, where the sweep or a repeated call may have started another execution beside the first. */
  readonly expressEnds?: readonly string[];
};

export type PathRule = Readonly<Record<string, string | number>> & { readonly at: string; readonly fault: string };

export type WorldName = 'usual' | 'hasty' | 'short-lived' | 'graceful';

/** The settings under which paths are tried. */
export const worlds: Readonly<Record<WorldName, LocalRunSettings>> = {
  usual: { SWEEP_SECONDS: 2, SAGA_TIMEOUT_SECONDS: 60 },
  /** What is lost is found soon, and a saga gives up soon. */
  hasty: { SWEEP_SECONDS: 1, SAGA_TIMEOUT_SECONDS: 8 },
  'short-lived': { RESERVATION_TTL_SECONDS: 1, SWEEP_SECONDS: 2, SAGA_TIMEOUT_SECONDS: 8 },
  graceful: { GRACE_PERIOD_SECONDS: 1, SWEEP_SECONDS: 1, SAGA_TIMEOUT_SECONDS: 20 },
};

/** Keeps a call of a function on its way for a while, once. */
export function slow(functionName: string, operation: string, delayMilliseconds = 1_500): PathRule {
  return { at: 'call', function: functionName, operation, fault: 'delay', delayMilliseconds, times: 1 };
}

/** Keeps a message on its way to a consumer's queue for a while, once. */
export function late(queue: string, delayMilliseconds = 4_000): PathRule {
  return { at: 'delivery', function: queue, fault: 'delay', delayMilliseconds, times: 1 };
}
