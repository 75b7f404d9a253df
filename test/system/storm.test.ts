import { expect, test } from 'vitest';
import { paymentMethods } from '../../domain/payment/methods.ts';
import type { Answer } from '../support/http.ts';
import { expectLaws } from '../support/laws.ts';
import { useShop } from '../support/use-shop.ts';
import { atOnce } from '../support/wait.ts';

const shop = useShop({ SWEEP_SECONDS: 1, SAGA_TIMEOUT_SECONDS: 5, RESERVATION_TTL_SECONDS: 3 });

/** What is done to every order while it is on its way, one of these in turn. */
const meddlings: readonly ((orderId: string) => Promise<Answer>)[] = [
  (orderId) => shop().client.order(shop().staff, orderId),
  (orderId) => shop().client.cancel(shop().staff, orderId),
  (orderId) => shop().client.cancel(shop().staff, orderId, { restock: false }),
  (orderId) => shop().client.ship(shop().staff, orderId),
  async (orderId) => {
    await shop().orderWhen(`order ${orderId} to be decided`, orderId, ({ status }) => status !== 'AwaitingValidation');
    return shop().client.cancel(shop().staff, orderId);
  },
];

/** Each combination of a payment method and a meddling, and more orders than there are units. */
const orderCount = paymentMethods.length * meddlings.length;

test('orders of every method, cancelled, shipped and starved at once: no answer is a 5xx, and every law holds', {
  timeout: 120_000,
}, async () => {
  const [ample, scarce] = await Promise.all([shop().newItem({ units: 500 }), shop().newItem({ units: 12 })]);
  const answers = await atOnce(orderCount, async (index) => {
    const method = paymentMethods[index % paymentMethods.length] ?? 'pm_card_visa';
    const lines = [
      { sku: ample, quantity: 1 + (index % 3) },
      ...(index % 2 === 0 ? [{ sku: scarce, quantity: 1 }] : []),
    ];
    const { orderId } = await shop().place(await shop().newBuyer(), lines, method);
    const answer = await meddlings[index % meddlings.length]?.(orderId);
    if (index % 4 === 0) await shop().receive(scarce, 1);
    return answer?.status ?? 0;
  });
  expect(answers.filter((status) => ![200, 202, 409].includes(status))).toEqual([]);
  await expectLaws(shop());
});
