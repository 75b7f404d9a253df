import type { Answer } from '../support/http.ts';
import { adjustmentSchema, problemSchema, read } from '../support/schemas.ts';
import type { Adjusted, AdjustRequest, Stage } from './stage.ts';
import type { AdjustStep, StepOf } from './step.ts';
import { Violation } from './violation.ts';

/** Receives units, or corrects their number downwards if there are as many to be taken. */
export async function adjustUnits(stage: Stage, { item, delta, key }: AdjustStep): Promise<void> {
  await adjust(stage, { sku: stage.sku(item), delta, key: `${key} ${delta}` });
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

/** What was refused was not kept, so that only an answer of success is the repeat's too. */
export async function repeatAdjustment(stage: Stage, { back }: StepOf<'repeat adjustment'>): Promise<void> {
  const earlier = stage.adjustments.at(-1 - back);
  const first = await earlier?.result;
  if (earlier === undefined || first === undefined) return;
  const again = await send(stage, earlier.request, [201]);
  if (again.text !== first.text) throw new Violation(`${first.text} was answered first, and to a repeat ${again.text}`);
}
