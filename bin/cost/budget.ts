import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrderUnits } from './order-units.ts';
import type { PathName } from './paths.ts';

/** How the saga is run; the settings that the price of an order depends on most. */
export const orchestrations = ['standard', 'express'] as const;

export type Orchestration = (typeof orchestrations)[number];

/** What one order uses, by setting and path, as it was measured last; `rush` is the happy path of many at once. */
export type Budget = Readonly<Record<Orchestration, Readonly<Record<PathName | 'rush', OrderUnits>>>>;

const file = join(import.meta.dirname, 'budget.json');

/** The budget in force. A test holds every change against its exact units. */
export function readBudget(): Budget {
  return JSON.parse(readFileSync(file, 'utf8')) as Budget;
}

export function writeBudget(budget: Budget): void {
  writeFileSync(file, `${JSON.stringify(budget, rounded, 2)}\n`);
}

/** Enough digits for a price, and few enough to be read. */
function rounded(_name: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(6)) : value;
}
