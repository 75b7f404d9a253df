import { limits } from './limits.ts';
import type { Demand } from './load/skus.ts';
import type { Path, Scenario } from './scenario.ts';
import type { MappingSettings } from './services/mapping.ts';

const newTablePartitions = limits.newTableWriteUnits.value / limits.partitionWriteUnits.value;
const oneCpu = limits.memoryOfOneCpu.value;
/** Nobody runs out of these. */
const plenty = 1_000_000_000;

/** How the queue of the reserving function is read. */
export const settings = {
  deployed: mapping(10, 10),
  scaled: mapping(10, 50),
  hundreds: mapping(100, 50),
  fiveHundreds: mapping(500, 100),
  wide: mapping(10, 300),
} as const;

export type SettingName = keyof typeof settings;

function mapping(batchSize: number, maximumConcurrency: number): MappingSettings {
  return {
    batchSize,
    windowSeconds: batchSize > limits.receivedAtOnce.value ? limits.smallestWindow.value : 0,
    maximumConcurrency,
    isScaled: true,
    receivesInParallel: limits.receivesInParallel.value,
  };
}

/** What the scenarios have in common: a table that has been warmed, with its quota raised, and enough units. */
const usual = {
  seed: '20261125',
  orders: plenty,
  unitsPerSku: plenty,
  memoryMegabytes: oneCpu,
  partitions: 256,
  isIsolated: true,
  tableWriteUnits: 1_000_000,
  hasFaults: false,
} as const;

const oneSku: Demand = { kind: 'one', skus: 1 };

function hot(path: Path, setting: SettingName, offered: number): Scenario {
  return { ...usual, path, demand: oneSku, offered, mapping: settings[setting], until: windowFor(offered) };
}

function catalogue(path: Path, kind: 'uniform' | 'zipf', offered: number): Scenario {
  const mapping = offered > 1_000 ? settings.wide : settings.scaled;
  const demand: Demand = { kind, skus: 10_000 };
  return { ...usual, path, demand, offered, mapping, isIsolated: false, until: windowFor(offered) };
}

/** Long enough to see some ten thousand orders, and never the first moments. */
function windowFor(offered: number): { readonly from: number; readonly to: number } {
  if (offered >= 30_000) return { from: 0.75, to: 1.5 };
  return offered >= 3_000 ? { from: 2, to: 4 } : { from: 5, to: 15 };
}

function flashSale(path: Path, setting: SettingName): Scenario {
  const mapping = settings[setting];
  return {
    ...usual,
    path,
    demand: oneSku,
    offered: 'at_once',
    orders: 20_000,
    unitsPerSku: 2_000,
    mapping,
    until: 'answered',
  };
}

function faulty(path: Path, setting: SettingName, orders: number): Scenario {
  const mapping = settings[setting];
  const [offered, unitsPerSku] = [2_000, orders / 2];
  return { ...usual, path, demand: oneSku, offered, orders, unitsPerSku, mapping, until: 'answered', hasFaults: true };
}

const offers = [100, 300, 1_000, 3_000, 10_000, 30_000, 100_000] as const;

function named(group: string, make: (offered: number) => Scenario, rates: readonly number[] = offers) {
  return rates.map((offered) => [`${group} ${offered}`, make(offered)] as const);
}

/** Every run of the model, by its name. */
export const scenarios: ReadonlyMap<string, Scenario> = new Map<string, Scenario>([
  ...named('hot transaction deployed', (offered) => hot('transaction', 'deployed', offered)),
  ...named('hot transaction scaled', (offered) => hot('transaction', 'scaled', offered), [300, 30_000]),
  ...named('hot escrow deployed', (offered) => hot('escrow', 'deployed', offered)),
  ...named('hot escrow hundreds', (offered) => hot('escrow', 'hundreds', offered), offers.slice(2)),
  ...named('hot escrow fiveHundreds', (offered) => hot('escrow', 'fiveHundreds', offered), offers.slice(4)),
  ...named('uniform transaction', (offered) => catalogue('transaction', 'uniform', offered), offers.slice(0, 5)),
  ...named('zipf transaction', (offered) => catalogue('transaction', 'zipf', offered), offers.slice(0, 5)),
  ...named('zipf escrow', (offered) => catalogue('escrow', 'zipf', offered), offers.slice(0, 5)),
  ['flash transaction deployed', flashSale('transaction', 'deployed')],
  ['flash escrow deployed', flashSale('escrow', 'deployed')],
  ['flash escrow hundreds', flashSale('escrow', 'hundreds')],
  ['flash escrow fiveHundreds', flashSale('escrow', 'fiveHundreds')],
  ['faults transaction', faulty('transaction', 'deployed', 2_000)],
  ['faults escrow', faulty('escrow', 'deployed', 2_000)],
  ['faults escrow hundreds', faulty('escrow', 'hundreds', 5_000)],
  ...limited(),
]);

/** One thing at a time is as AWS gives it to a new account or stack. */
function limited(): (readonly [string, Scenario])[] {
  const base = hot('escrow', 'hundreds', 10_000);
  const uniform = { ...catalogue('transaction', 'uniform', 1_500), partitions: newTablePartitions };
  const crowded = { ...catalogue('transaction', 'uniform', 12_000), until: { from: 0.75, to: 1.75 } };
  return [
    ['limit none', base],
    ['limit memory', { ...base, memoryMegabytes: 512 }],
    ['limit receives', { ...base, mapping: { ...base.mapping, receivesInParallel: 1 } }],
    ['limit cold', { ...base, mapping: { ...base.mapping, isScaled: false }, until: { from: 0, to: 6 } }],
    ['limit partitions', { ...uniform, until: { from: 0, to: 10 } }],
    ['limit partitions, split', { ...uniform, until: { from: 14, to: 16 } }],
    ['limit table', { ...crowded, tableWriteUnits: limits.tableWriteUnits.value }],
  ];
}

/** Those that take a second or two: the tests run them again. */
export const share: readonly string[] = ['hot transaction deployed 100', 'hot escrow deployed 300', 'faults escrow'];
