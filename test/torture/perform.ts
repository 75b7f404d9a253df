import { adjustUnits, repeatAdjustment } from './adjusting.ts';
import { cancel, ship } from './meddling.ts';
import { orderLines, repeatOrder, reuseKey } from './ordering.ts';
import type { Stage } from './stage.ts';
import type { Step, StepOf } from './step.ts';

/**
 * Takes a step, and ends when it has been answered. What it refers to is decided before anything is waited for, so
 * that it is the same whenever the others are answered.
 * @throws Violation when something is answered that must not be
 */
export function perform(stage: Stage, step: Exclude<Step, StepOf<'rest'>>): Promise<void> {
  switch (step.do) {
    case 'order':
      return orderLines(stage, step);
    case 'repeat order':
      return repeatOrder(stage, step);
    case 'reuse key':
      return reuseKey(stage, step);
    case 'cancel':
      return cancel(stage, step);
    case 'ship':
      return ship(stage, step);
    case 'adjust':
      return adjustUnits(stage, step);
    case 'repeat adjustment':
      return repeatAdjustment(stage, step);
    case 'put item':
      return putItem(stage, step);
    case 'faults':
      return stage.weather.begin(step);
    case 'end faults':
      return stage.weather.end();
    case 'kill':
      return stage.weather.kill(step);
  }
}

async function putItem(stage: Stage, { item, price }: StepOf<'put item'>): Promise<void> {
  const { requests, shop } = stage;
  const sku = stage.sku(item);
  const details = { name: sku, price: { amount: price, currency: 'USD' } };
  await requests.insist(`the price of ${sku}`, [200], () => shop.client.putItem(shop.staff, sku, details));
}
