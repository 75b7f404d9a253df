import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../support/http.ts';
import { adjustmentSchema, problemSchema, read } from '../support/schemas.ts';
import type { Adjusted, AdjustRequest, Begun, Stage } from './stage.ts';
import type { AdjustStep, StepOf } from './step.ts';
import { Violation } from './violation.ts';

/** Receives units, or corrects their number downwards if there are as many to be taken. */
export async function adjustUnits(stage: Stage, { item, delta, key }: AdjustStep): Promise<void> {
  const request = { sku: stage.sku(item), delta, key: `${key} ${delta}` };
  // Two steps may draw the same numbers: the second is a repeat of the first, and changes nothing.
  const earlier = stage.adjustments.find(({ request: other }) => isDeepStrictEqual(other, request));
  if (earlier === undefined) await adjust(stage, request);
  else await repeat(stage, earlier);
}

export function adjust(stage: Stage, request: AdjustRequest): Promise<Adjusted> {
  const result = adjusted(stage, request);
  stage.adjustments.push({ request, result });
  return result;
}

async function adjusted(stage: Stage, request: AdjustRequest): Promise<Adjusted> {
  const { sku, delta } = request;
  const bounds = stage.boundsOf(sku);
  const sentAt = stage.tick();
  const answered = bounds.ask(delta, sentAt);
  const answer = await send(stage, request, delta < 0 ? [201, 409] : [201]);
  if (answer.status === 409) {
    const { code } = read(answer, 409, problemSchema);
    if (code !== 'insufficient_stock') throw new Violation(`A correction of ${sku} was refused with ${code}`);
    answered(false, stage.tick());
    return undefined;
  }
  const { adjustmentId, stock } = read(answer, 201, adjustmentSchema);
  const violations = bounds.violations(stock, sentAt, stage.tick());
  if (violations.length > 0) throw new Violation(violations.join('\n'));
  answered(true, stage.tick());
  return { adjustmentId, text: answer.text };
}

function send({ requests, shop }: Stage, { sku, delta, key }: AdjustRequest, allowed: readonly number[]) {
  const body = { delta, reason: delta > 0 ? 'received' : 'correction' };
  const what = `the change of ${sku} by ${delta}`;
  return requests.insist(what, allowed, (): Promise<Answer> => shop.client.adjust(shop.staff, sku, body, key));
}

export async function repeatAdjustment(stage: Stage, { back }: StepOf<'repeat adjustment'>): Promise<void> {
  const earlier = stage.adjustments.at(-1 - back);
  if (earlier !== undefined) await repeat(stage, earlier);
}

/** What was refused was not kept, so that only an answer of success is the repeat's too. */
async function repeat(stage: Stage, earlier: Begun<AdjustRequest, Adjusted>): Promise<void> {
  const first = await earlier.result;
  if (first === undefined) return;
  const again = await send(stage, earlier.request, [201]);
  if (again.text !== first.text) throw new Violation(`${first.text} was answered first, and to a repeat ${again.text}`);
}
