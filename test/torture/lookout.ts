import { setTimeout as pause } from 'node:timers/promises';
import { orderSchema, read, stockSchema } from '../support/schemas.ts';
import type { Stage } from './stage.ts';
import { Violation } from './violation.ts';

const betweenLooksMilliseconds = 20;

/**
 * Looks at one SKU's stock and at one order after the other while the work goes on, and holds each against all that
 * was answered before.
 * @param isOver asked between two looks
 * @throws Violation at the first look that shows something wrong
 */
export async function lookOut(stage: Stage, isOver: () => boolean): Promise<void> {
  for (let turn = 0; !isOver(); turn += 1) {
    await lookAtStock(stage, stage.sku(turn));
    await lookAtOrder(stage, turn);
    await pause(betweenLooksMilliseconds);
  }
}

async function lookAtStock(stage: Stage, sku: string): Promise<void> {
  const { requests, shop, tally } = stage;
  const beganAt = stage.tick();
  const answer = await requests.insist(`a look at ${sku}`, [200], () => shop.client.stock(shop.staff, sku));
  const stock = read(answer, 200, stockSchema);
  tally.looks += 1;
  const violations = stage.boundsOf(sku).violations(stock, beganAt, stage.tick());
  if (violations.length > 0) throw new Violation(violations.join('\n'));
}

/** By turns one of the newest and one of all: most happens to the newest. */
async function lookAtOrder(stage: Stage, turn: number): Promise<void> {
  const { requests, shop, tally } = stage;
  const known = [...stage.trails.keys()];
  const orderId = turn % 2 === 0 ? known.at(-1 - (turn % 16)) : known[(turn * 7) % Math.max(1, known.length)];
  if (orderId === undefined) return;
  const sentAt = stage.tick();
  const answer = await requests.insist(`a look at ${orderId}`, [200], () => shop.client.order(shop.staff, orderId));
  stage.see(read(answer, 200, orderSchema), sentAt);
  tally.looks += 1;
}
