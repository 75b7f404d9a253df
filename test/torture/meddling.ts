import { orderSchema, problemSchema, read } from '../support/schemas.ts';
import type { Placed, Stage } from './stage.ts';
import type { CancelStep, StepOf } from './step.ts';
import { Violation } from './violation.ts';

/** Wants an order cancelled as soon as it is placed, wherever it has got to. */
export async function cancel(stage: Stage, step: CancelStep): Promise<void> {
  const placed = await stage.orders.at(-1 - step.back)?.result;
  if (placed === undefined) return;
  const writesOff = !step.restock;
  if (step.by === 'buyer' && writesOff) return refuseWriteOff(stage, placed);
  const { orderId, lines } = placed.order;
  stage.ask(orderId, step.by === 'buyer' ? 'cancelled_by_buyer' : 'cancelled_by_staff');
  const sentAt = stage.tick();
  if (writesOff) {
    stage.ask(orderId, 'write_off');
    // Whether there was anything to write off yet is told by the books, when all is at rest.
    for (const { sku, quantity } of lines) stage.boundsOf(sku).ask(-quantity, sentAt);
  }
  const answer = await send(stage, placed, step, [200, 202, 409]);
  if (answer.status === 409) {
    const { code } = read(answer, 409, problemSchema);
    if (code !== 'order_already_shipped')
      throw new Violation(`The cancellation of ${orderId} was refused with ${code}`);
    return;
  }
  const order = read(answer, answer.status, orderSchema);
  if (answer.status === 200 && order.status !== 'Cancelled') {
    throw new Violation(`${orderId} was said to have been cancelled before, and is ${order.status}`);
  }
  stage.see(order, sentAt);
}

function send({ requests, shop }: Stage, { request, order }: Placed, step: CancelStep, allowed: readonly number[]) {
  const token = step.by === 'buyer' ? request.buyer.token : shop.staff;
  const body = step.restock ? {} : { restock: false };
  const what = `the cancellation of ${order.orderId}`;
  return requests.insist(what, allowed, () => shop.client.cancel(token, order.orderId, body));
}

async function refuseWriteOff(stage: Stage, placed: Placed): Promise<void> {
  const step = { do: 'cancel', by: 'buyer', restock: false, back: 0 } as const;
  read(await send(stage, placed, step, [403]), 403, problemSchema);
}

const whyNot = ['payment_not_captured', 'order_not_paid'];

/** Ships an order if it is paid for, which it may not be yet, or not any more. */
export async function ship(stage: Stage, { back }: StepOf<'ship'>): Promise<void> {
  const placed = await stage.orders.at(-1 - back)?.result;
  if (placed === undefined) return;
  const { orderId } = placed.order;
  stage.ask(orderId, 'ship');
  const sentAt = stage.tick();
  const { requests, shop } = stage;
  const what = `the shipping of ${orderId}`;
  const answer = await requests.insist(what, [200, 409], () => shop.client.ship(shop.staff, orderId));
  if (answer.status === 409) {
    const { code } = read(answer, 409, problemSchema);
    if (!whyNot.includes(code)) throw new Violation(`${what} was refused with ${code}`);
    return;
  }
  const order = read(answer, 200, orderSchema);
  if (order.status !== 'Shipped') throw new Violation(`${orderId} was said to be shipped, and is ${order.status}`);
  stage.see(order, sentAt);
}
