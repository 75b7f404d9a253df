import type { Results } from '../../../test/scale/results.ts';
import type { Report } from '../../../test/scale/scenario.ts';
import { prices } from '../../cost/prices.ts';

/** @throws for a scenario that was never run */
export function reportOf(results: Results, name: string): Report {
  const report = results.get(name);
  if (report === undefined) throw new Error(`The model has no result of ${name}: npm run scale -- --write`);
  return report;
}

/** Whole numbers in groups of three, others with as many digits as tell something. */
export function number(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) < 10) return String(Number(value.toPrecision(2)));
  return grouped(Math.round(value));
}

function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ' ');
}

export function milliseconds(value: number): string {
  return value >= 10_000 ? `${number(value / 1_000)} s` : `${number(Math.round(value))} ms`;
}

/** What reserving a million orders costs in USD: DynamoDB, the function and the queue of one run. */
export function dollarsPerMillion({ all, answered }: Report): number {
  const bill =
    all.writeUnits * prices.writeUnits.usd +
    all.readUnits * prices.readUnits.usd +
    all.invocations * prices.invocations.usd +
    all.gigabyteSeconds * prices.gbSeconds.usd +
    all.queueRequests * prices.queueRequests.usd;
  return (bill / answered) * 1_000_000;
}

export function dollars(value: number): string {
  return `$${value.toFixed(2)}`;
}
