import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Report } from './scenario.ts';
import { scenarios } from './scenarios.ts';

const file = join(import.meta.dirname, 'results.json');

const reading = z.strictObject({
  writeUnits: z.number(),
  readUnits: z.number(),
  requests: z.number(),
  conflicts: z.number(),
  throttles: z.number(),
  invocations: z.number(),
  gigabyteSeconds: z.number(),
  queueRequests: z.number(),
});

const report = z.strictObject({
  seconds: z.number(),
  answered: z.number(),
  perSecond: z.number(),
  p50: z.number(),
  p99: z.number(),
  perOrder: z.strictObject({
    writeUnits: z.number(),
    readUnits: z.number(),
    requests: z.number(),
    conflicts: z.number(),
    throttles: z.number(),
  }),
  all: reading,
  held: z.number(),
  rejected: z.number(),
  failures: z.number(),
  deadLetters: z.number(),
  environments: z.number(),
  partitions: z.number(),
  crashes: z.number(),
  duplicates: z.number(),
  oversold: z.number(),
  stranded: z.number(),
  unanswered: z.number(),
});

const results = z.record(z.string(), report);

/** What the last whole run of the model came to, by scenario and in their order: what the page is made of. */
export type Results = ReadonlyMap<string, Report>;

export function readResults(): Results {
  const found = new Map(Object.entries(results.parse(JSON.parse(readFileSync(file, 'utf8')))));
  const names = [...new Set([...scenarios.keys(), ...found.keys()])];
  return new Map(names.flatMap((name) => entryOf(found, name)));
}

function entryOf(found: Results, name: string): [string, Report][] {
  const report = found.get(name);
  return report === undefined ? [] : [[name, report]];
}

export function writeResults(found: Results): void {
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(found), null, 2)}\n`);
}

/** Six digits: what is compared must not depend on how a machine rounds the last one. */
export function rounded(found: Report): Report {
  return JSON.parse(
    JSON.stringify(found, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value)),
  );
}
