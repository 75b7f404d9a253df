import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { bundleBare } from './bare.ts';
import type { Call } from './calls.ts';
import { type ColdStart, startCold } from './cold-start.ts';
import type { Stage } from './stage.ts';
import type { Subject } from './subjects.ts';

/** A function beside the smallest handler that sends the same calls by the same clients. */
export type Pair = {
  readonly subject: Subject;
  readonly calls: readonly Call[];
  readonly ours: () => Promise<ColdStart>;
  readonly bare: () => Promise<ColdStart>;
};

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

const placedAnswer = z.object({ body: z.string() });
const placedOrder = z.object({ orderId: z.string() });

/** Calls a function once, to learn what it sends, and makes the smallest handler for that. */
export async function pairOf(subject: Subject, stage: Stage, bundles: string, outputs: string): Promise<Pair> {
  const { name } = subject;
  const { shop, calls, environmentOf } = stage;
  const environment = await environmentOf(name);
  const module = join(bundles, name, 'index.mjs');
  const prepared = (orderId: string) => subject.prepare(shop, orderId);
  const firstId = newId();
  const event = await prepared(firstId);
  const { result, groups } = await calls.during(() => startCold(module, event, environment));
  const sent = groups.flat();
  const sentId = (await stage.isPlaced(firstId)) ? firstId : idOf(result.answer);
  const bareModule = join(outputs, `${name}.mjs`);
  bundleBare(groups, bareModule);
  return {
    subject,
    calls: sent,
    ours: async () => startCold(module, await prepared(newId()), environment),
    bare: async () => {
      const orderId = newId();
      await prepared(orderId);
      return startCold(bareModule, inputsFor(sent, sentId, orderId), environment);
    },
  };
}

/** As ids of orders are: 32 letters and digits of base32. */
function newId(): string {
  return Array.from(randomBytes(32), (byte) => base32[byte % base32.length]).join('');
}

/** Placing makes the id of the order itself. */
function idOf(answer: unknown): string {
  return placedOrder.parse(JSON.parse(placedAnswer.parse(answer).body)).orderId;
}

/** What the client adds by itself, and a time, which to the client is a `Date` that JSON cannot carry. */
const leftOut = new Set(['ClientRequestToken', 'Time']);

/** The inputs of the calls for another order. */
function inputsFor(sent: readonly Call[], sentId: string, orderId: string): unknown {
  const text = JSON.stringify(sent.map(({ input }) => input)).replaceAll(sentId, orderId);
  return JSON.parse(text, (key, value) => (leftOut.has(key) ? undefined : value));
}
