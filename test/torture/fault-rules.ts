import fc from 'fast-check';
import { functionDeclarations } from '../../lib/declarations.ts';
import type { Orchestration } from '../../lib/settings.ts';
import type { FaultRule } from '../support/faults.ts';

type Kind = { readonly at: string; readonly fault: string; readonly delayMilliseconds?: number };

function kinds(at: string, ...faults: readonly string[]): Kind[] {
  return faults.map((fault) => ({ at, fault }));
}

/** What is over within seconds: the caller repeats its call, or the sweep starts the payment once more. */
const mild: readonly Kind[] = [
  ...kinds('call', 'throttle', 'transaction_conflict', 'timeout_before', 'timeout_after', 'duplicate'),
  { at: 'call', fault: 'delay', delayMilliseconds: 300 },
  ...kinds('delivery', 'duplicate'),
  { at: 'delivery', fault: 'reorder', delayMilliseconds: 400 },
  ...kinds('invoke', 'duplicate'),
  ...kinds('transition', 'crash_before', 'crash_after'),
];

/** What may also hide a message in its queue for half a minute, for all six times that its function may take. */
const harsh: readonly Kind[] = [
  ...mild,
  ...kinds('call', 'error', 'deny', 'crash_before', 'crash_after'),
  { at: 'call', fault: 'delay', delayMilliseconds: 9_000 },
  ...kinds('delivery', 'drop_until_retry', 'error', 'throttle'),
  { at: 'delivery', fault: 'reorder', delayMilliseconds: 3_000 },
  ...kinds('invoke', 'crash_before', 'crash_after', 'timeout_before', 'timeout_after', 'error', 'throttle'),
  { at: 'transition', fault: 'delay', delayMilliseconds: 3_000 },
];

/** What Express adds: an execution runs once more, beside the first. */
const repeated = kinds('transition', 'duplicate');

/** One in so many, of all work or of that of one function: every call passes here, and the system must get on too. */
const rarities = { everywhere: [20, 50, 100], atOneFunction: [3, 5, 10] } as const;

const declared = Object.entries(functionDeclarations);
/** Whom messages and records are delivered to. */
const consumers = declared.filter(([, { entry }]) => /^functions\/(events|stream)\//.test(entry));
/** Nobody in these worlds asks for lists, nor for what is not there. */
const busy = declared.filter(([name]) => !/^(list-|not-found|get-health|get-item)/.test(name));

function rulesOf(kind: Kind): FaultRule[] {
  const everywhere = rarities.everywhere.map((rarity) => ({ ...kind, probability: 1 / rarity }));
  if (kind.at === 'transition') return everywhere;
  const narrowed = (kind.at === 'delivery' ? consumers : busy).flatMap(([name]) =>
    rarities.atOneFunction.map((rarity) => ({ ...kind, function: name, probability: 1 / rarity })),
  );
  return [...everywhere, ...narrowed];
}

/** A rule for everywhere as often as one for a function, and each kind as often as another. */
function ruleArbitrary(allowed: readonly Kind[]): fc.Arbitrary<FaultRule> {
  const { everywhere = [], narrowed = [] } = Object.groupBy(allowed.flatMap(rulesOf), ({ function: name }) =>
    name === undefined ? 'everywhere' : 'narrowed',
  );
  return fc.noShrink(fc.oneof(fc.constantFrom(...everywhere), fc.constantFrom(...narrowed)));
}

/** Made once: fast-check knows the rules that it has drawn by their identity when it makes a world smaller. */
const rules = {
  standard: { mild: ruleArbitrary(mild), harsh: ruleArbitrary(harsh) },
  express: { mild: ruleArbitrary([...mild, ...repeated]), harsh: ruleArbitrary([...harsh, ...repeated]) },
};

/** One to six rules that hold at once. */
export function faultRules(severity: 'mild' | 'harsh', orchestration: Orchestration): fc.Arbitrary<FaultRule[]> {
  return fc.array(rules[orchestration][severity], { minLength: 1, maxLength: 6, size: 'max' });
}
