import fc from 'fast-check';
import { paymentMethods } from '../../domain/payment/methods.ts';
import type { Orchestration } from '../../lib/settings.ts';
import type { LocalRunSettings } from '../support/local-run.ts';
import { faultRules } from './fault-rules.ts';
import type { Step } from './step.ts';

/** An item of the catalogue, with the units that are there at first. */
export type Item = {
  readonly units: number;
  readonly price: number;
  readonly restockThreshold: number;
  /** Announced as hot. */
  readonly hot: boolean;
};

/** All that a run does, as plain values: what the machine makes of it is another matter each time. */
export type World = {
  readonly settings: LocalRunSettings;
  readonly items: readonly Item[];
  readonly steps: readonly Step[];
};

export type Climate = {
  readonly steps: number;
  readonly severity: 'mild' | 'harsh';
  /** How many kills there are in a thousand steps. */
  readonly killsPerMille: number;
  /** Worlds of the one type are others than those of the other. */
  readonly orchestration: Orchestration;
};

/** Records as other objects are, so that two of them can be compared. */
function record<Model extends object>(model: { [Name in keyof Model]: fc.Arbitrary<Model[Name]> }) {
  return fc.record<Model>(model, { noNullPrototype: true });
}

/** How far back a step reaches: often to an order that is on its way. */
const back = fc.nat(40);
const key = fc.noShrink(fc.nat(2 ** 31 - 1));
const buyer = fc.nat(19);
const item = fc.nat(9);

const line = record({
  item,
  quantity: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 1, max: 3 }) },
    { weight: 1, arbitrary: fc.integer({ min: 4, max: 40 }) },
  ),
});

const method = fc.oneof(
  { weight: 10, arbitrary: fc.constant('pm_card_visa' as const) },
  { weight: 8, arbitrary: fc.constantFrom(...paymentMethods) },
);

const order = record({
  do: fc.constant('order' as const),
  buyer,
  lines: fc.array(line, { minLength: 1, maxLength: 4, size: 'max' }),
  method,
  key,
});

const cancel = record({
  do: fc.constant('cancel' as const),
  back,
  by: fc.constantFrom('buyer' as const, 'staff' as const),
  restock: fc.boolean(),
});

const adjust = record({
  do: fc.constant('adjust' as const),
  item,
  delta: fc.oneof({ weight: 2, arbitrary: fc.integer({ min: 1, max: 40 }) }, fc.integer({ min: -20, max: -1 })),
  key,
});

function faults({ severity, orchestration }: Climate) {
  return record({ do: fc.constant('faults' as const), seed: key, rules: faultRules(severity, orchestration) });
}

const kill = record({
  do: fc.constant('kill' as const),
  afterMilliseconds: fc.nat(400),
  againAfterMilliseconds: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 4_000 })),
});

function earlier<const Kind extends string>(kind: Kind) {
  return record({ do: fc.constant(kind), back });
}

function stepArbitrary(climate: Climate): fc.Arbitrary<Step> {
  return fc.oneof(
    { weight: 640, arbitrary: order },
    { weight: 60, arbitrary: earlier('repeat order') },
    { weight: 10, arbitrary: earlier('reuse key') },
    { weight: 90, arbitrary: cancel },
    { weight: 90, arbitrary: earlier('ship') },
    { weight: 50, arbitrary: adjust },
    { weight: 10, arbitrary: earlier('repeat adjustment') },
    { weight: 15, arbitrary: record({ do: fc.constant('put item' as const), item, price: fc.nat(10_000) }) },
    { weight: 25, arbitrary: faults(climate) },
    { weight: 8, arbitrary: record({ do: fc.constant('end faults' as const) }) },
    { weight: 2, arbitrary: record({ do: fc.constant('rest' as const) }) },
    { weight: climate.killsPerMille, arbitrary: kill },
  );
}

const items = fc.array(
  record({
    units: fc.oneof(fc.nat(30), fc.integer({ min: 200, max: 5_000 })),
    price: fc.nat(10_000),
    restockThreshold: fc.nat(20),
    hot: fc.constantFrom(false, false, true),
  }),
  { minLength: 2, maxLength: 8, size: 'max' },
);

/** Time is short in all of them: reservations expire, and payments are given up, while others are looked at. */
function settings({ severity, orchestration }: Climate) {
  return record({
    RESERVATION_TTL_SECONDS: fc.constantFrom(3, 10, 900),
    SWEEP_SECONDS: fc.constantFrom(1, 2),
    GRACE_PERIOD_SECONDS: fc.constantFrom(0, 0, 0, 1),
    SAGA_TIMEOUT_SECONDS: fc.constantFrom(...(severity === 'mild' ? [5, 8] : [6, 12, 30])),
    ORCHESTRATION: fc.constant(orchestration),
  });
}

/** Every list of steps; a world's own list is one of them, and its shorter ones are others. */
export function anySteps(climate: Climate): fc.Arbitrary<Step[]> {
  return fc.array(stepArbitrary(climate), { maxLength: climate.steps, size: 'max' });
}

/** The world of a seed and a number: the same one for ever. */
export function worldOf(seed: number, number: number, climate: Climate): World {
  const steps = fc.array(stepArbitrary(climate), { minLength: climate.steps, maxLength: climate.steps, size: 'max' });
  const world = record({ settings: settings(climate), items, steps });
  const [first] = fc.sample(world, { seed: seedOf(seed, number), numRuns: 1 });
  if (first === undefined) throw new Error('A sample of one is one');
  return first;
}

/** fast-check takes 32 bits: neighbours in either number have to be far apart. */
function seedOf(seed: number, number: number): number {
  return (Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) | 0;
}
