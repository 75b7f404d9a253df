import type { Answer } from '../support/http.ts';
import { orderSchema, problemSchema, read } from '../support/schemas.ts';
import type { Begun, OrderRequest, Placed, Stage } from './stage.ts';
import type { OrderStep, StepOf } from './step.ts';
import { Violation } from './violation.ts';

/** Asks for an order until it is accepted; nothing else can become of it, since all that it names is there. */
export async function orderLines(stage: Stage, step: OrderStep): Promise<void> {
  const request = requestOf(stage, step);
  // Two steps may draw the same numbers: the second is a repeat of the first.
  const earlier = stage.orders.find(({ request: { buyer, key } }) => buyer === request.buyer && key === request.key);
  if (earlier === undefined) await place(stage, request);
  else await repeat(stage, earlier);
}

function requestOf(stage: Stage, { buyer, lines, method, key }: OrderStep): OrderRequest {
  const named = lines.map(({ item, quantity }) => ({ sku: stage.sku(item), quantity }));
  // The same key only for the same body, however the numbers fall.
  const body = named.map(({ sku, quantity }) => `${quantity} ${sku}`).join(', ');
  return { buyer: stage.buyer(buyer), lines: named, method, key: `${key} ${method} ${body}` };
}

export function place(stage: Stage, request: OrderRequest): Promise<Placed> {
  const result = accepted(stage, request);
  stage.orders.push({ request, result });
  return result;
}

async function accepted(stage: Stage, request: OrderRequest): Promise<Placed> {
  const sentAt = stage.tick();
  const answer = await send(stage, request, [202]);
  const order = read(answer, 202, orderSchema);
  stage.see(order, sentAt);
  stage.tally.orders += 1;
  return { request, order, text: answer.text };
}

function send(stage: Stage, request: OrderRequest, allowed: readonly number[]): Promise<Answer> {
  const { buyer, key, lines, method } = request;
  const body = { lines, paymentMethod: method };
  const what = `the order with the key "${key}"`;
  return stage.requests.insist(what, allowed, () => stage.shop.client.placeOrder(buyer.token, body, key));
}

export async function repeatOrder(stage: Stage, { back }: StepOf<'repeat order'>): Promise<void> {
  const earlier = stage.orders.at(-1 - back);
  if (earlier !== undefined) await repeat(stage, earlier);
}

/** The first answer again, byte for byte, also while the first request is still on its way. */
async function repeat(stage: Stage, earlier: Begun<OrderRequest, Placed>): Promise<void> {
  const [again, first] = await Promise.all([send(stage, earlier.request, [202]), earlier.result]);
  if (again.text !== first.text) throw new Violation(`${first.text} was answered first, and to a repeat ${again.text}`);
}

/** A key that has been used is refused to another body. */
export async function reuseKey(stage: Stage, { back }: StepOf<'reuse key'>): Promise<void> {
  const earlier = stage.orders.at(-1 - back);
  if (earlier === undefined) return;
  await earlier.result;
  const lines = earlier.request.lines.map(({ sku, quantity }) => ({ sku, quantity: quantity + 1 }));
  const { code } = read(await send(stage, { ...earlier.request, lines }, [422]), 422, problemSchema);
  if (code !== 'idempotency_key_reused') throw new Violation(`A key that was used was refused with ${code}`);
}
