import { beforeAll, expect, test } from 'vitest';
import { testLawsAfterwards } from '../support/laws.ts';
import type { OrderView } from '../support/schemas.ts';
import { useShop } from '../support/use-shop.ts';

const settings = { SAGA_TIMEOUT_SECONDS: 5, SWEEP_SECONDS: 1 };
const shop = useShop(settings);
beforeAll(() => shop().warmUp());

type End = {
  readonly status: OrderView['status'];
  readonly reason?: OrderView['reason'];
  readonly payment: OrderView['payment']['status'];
  readonly ledger: readonly string[];
  readonly events: readonly string[];
};

const charged = {
  status: 'Paid',
  payment: 'captured',
  ledger: ['authorize succeeded', 'capture succeeded'],
  events: ['OrderPaymentSucceeded'],
} as const;

const declined = {
  status: 'Cancelled',
  reason: 'payment_failed',
  payment: 'declined',
  ledger: ['authorize declined'],
  events: ['OrderPaymentFailed'],
} as const;

const ends: readonly (readonly [string, End])[] = [
  ['pm_card_visa', charged],
  ['pm_card_chargeDeclined', declined],
  ['pm_sim_slow', charged],
  ['pm_sim_timeout_then_approved', charged],
  ['pm_sim_timeout_then_declined', declined],
  ['pm_sim_unavailable_once', charged],
  [
    'pm_sim_unavailable',
    {
      status: 'Cancelled',
      reason: 'payment_timeout',
      payment: 'voided',
      ledger: ['void succeeded'],
      events: ['OrderPaymentVoided'],
    },
  ],
  [
    'pm_sim_capture_fails',
    {
      status: 'Cancelled',
      reason: 'payment_failed',
      payment: 'voided',
      ledger: ['authorize succeeded', 'capture refused', 'void succeeded'],
      events: ['OrderPaymentFailed', 'OrderPaymentVoided'],
    },
  ],
];

test.concurrent.for(ends)('an order paid with %s ends as it should, and so does its money', async ([method, end]) => {
  const sku = await shop().newItem({ units: 5 });
  const { orderId, total } = await shop().placeOne(sku, 2, method);
  const order = await shop().ended(orderId);
  expect(order).toMatchObject({ status: end.status, payment: { status: end.payment, attempts: 1 } });
  expect(order.reason).toBe(end.reason);
  expect(await shop().payments(orderId)).toEqual(end.ledger);
  for (const { amount } of await shop().client.payments(orderId)) expect(amount).toEqual(total);
  const sold = end.status === 'Paid' ? 2 : 0;
  expect(await shop().stock(sku)).toMatchObject({ available: 5 - sold, reserved: 0, sold });
});

test('each outcome of a payment is told by its event, with the amount', async () => {
  const sku = await shop().newItem({ units: 20 });
  const orders = await Promise.all(ends.map(([method]) => shop().placeOne(sku, 1, method)));
  await shop().client.settle();
  const events = await shop().client.events();
  for (const [index, [method, end]] of ends.entries()) {
    const told = events.filter(
      ({ source, detail }) =>
        source === 'holdfast.payment' && JSON.stringify(detail).includes(orders[index]?.orderId ?? ''),
    );
    expect([method, ...new Set(told.map(({ detailType }) => detailType))]).toEqual([method, ...end.events]);
    for (const { detail } of told) expect(detail).toMatchObject({ data: { amount: orders[index]?.total } });
  }
});

test('an order whose payment never answers ends within the time limit and two sweeps', async () => {
  const order = await shop().placeOne(await shop().newItem({ units: 1 }), 1, 'pm_sim_unavailable');
  const { history } = await shop().orderIn('Cancelled', order.orderId);
  const milliseconds = Date.parse(history.at(-1)?.at ?? '') - Date.parse(order.createdAt);
  const limit = settings.SAGA_TIMEOUT_SECONDS + 2 * settings.SWEEP_SECONDS;
  // One second on top for the way to the saga and back, on a machine that does other things too.
  expect(milliseconds).toBeLessThan((limit + 1) * 1000);
});

testLawsAfterwards(shop);
