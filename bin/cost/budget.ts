import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrderUnits } from './order-units.ts';
import type { PathName } from './paths.ts';

/** How the saga is run; the settings that the price of an order depends on most. */
export const orchestrations = ['standard', 'express'] as const;

export type Orchestration = (typeof orchestrations)[number];

/** Whether a rush on the SKU was announced, which makes its orders go by escrow, in batches. */
export const demands = ['quiet', 'hot'] as const;

export type Demand = (typeof demands)[number];

/** How many orders are placed at once to see what batches share. */
export const rushOrders = 30;

/** What one order uses, by its path; `rush` is its share where many take the happy path at once. */
export type PathUnits = Readonly<Record<PathName | 'rush', OrderUnits>>;

/** What was measured last, by the setting, and by whether the SKU is announced as hot. */
export type Budget = Readonly<Record<Orchestration, Readonly<Record<Demand, PathUnits>>>>;

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
