import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectLaws } from '../support/laws.ts';
import { orderSchema, read } from '../support/schemas.ts';
import type { Buyer } from '../support/shop.ts';
import { useShop } from '../support/use-shop.ts';
import { atOnce, waitFor } from '../support/wait.ts';

const shop = useShop({ SWEEP_SECONDS: 1, SAGA_TIMEOUT_SECONDS: 15 });

const methods = [
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_chargeDeclined',
  'pm_sim_slow',
  'pm_sim_timeout_then_approved',
  'pm_sim_timeout_then_declined',
  'pm_sim_unavailable_once',
  'pm_sim_capture_fails',
  'pm_card_visa',
] as const;
const neverPaid = new Set<string>(['pm_card_chargeDeclined', 'pm_sim_timeout_then_declined', 'pm_sim_capture_fails']);

type Request = { readonly buyer: Buyer; readonly key: string; readonly method: string; readonly sku: string };

function place({ buyer, key, method, sku }: Request) {
  const body = { lines: [{ sku, quantity: 1 }], paymentMethod: method };
  return shop().client.placeOrder(buyer.token, body, key);
}

/** Whether the request was answered; a client that was cut off does not know, and asks again with its key. */
async function isAnswered(request: Request): Promise<boolean> {
  try {
    return (await place(request)).status === 202;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

type Rush = { readonly answered: number; readonly sku: string };

const orders = 60;

/** Each kills the run at another moment of so many orders: how it is known that the moment has come. */
const moments: readonly (readonly [string, (rush: Rush) => boolean | Promise<boolean>])[] = [
  ['when the first orders have been answered', ({ answered }) => answered >= 10],
  ['when the first order is paid', async ({ sku }) => (await shop().orders({ status: 'Paid', sku })).length > 0],
];

/** Places orders until the moment has come, and cuts the power then; nobody is still waiting for an answer. */
async function failAmid(requests: readonly Request[], hasCome: (rush: Rush) => boolean | Promise<boolean>) {
  let answered = 0;
  const attempts = requests.map(async (request) => {
    if (await isAnswered(request)) answered++;
  });
  const sku = requests[0]?.sku ?? '';
  await waitFor('the moment to fail', async () => ((await hasCome({ answered, sku })) ? true : undefined));
  await shop().run.kill();
  await Promise.all(attempts);
}

test.for(moments)(
  'a power failure %s: every order ends, none is lost, doubled or wrongly charged',
  { timeout: 120_000 },
  async ([, hasCome]) => {
    const [ample, scarce] = await Promise.all([shop().newItem({ units: 200 }), shop().newItem({ units: 5 })]);
    const requests = await atOnce(orders, async (index): Promise<Request> => {
      const method = methods[index % methods.length] ?? 'pm_card_visa';
      return { buyer: await shop().newBuyer(), key: randomUUID(), method, sku: index % 7 === 6 ? scarce : ample };
    });
    await failAmid(requests, hasCome);
    await shop().run.restart();

    const placed = await Promise.all(requests.map(async (request) => read(await place(request), 202, orderSchema)));
    expect(new Set(placed.map(({ orderId }) => orderId)).size).toBe(orders);
    const ended = await shop().settled(placed);
    expect(ended.filter(({ status }) => status !== 'Paid' && status !== 'Cancelled')).toEqual([]);
    expect(ended.filter(({ status }) => status === 'Paid').length).toBeGreaterThan(0);
    const declined = ended.filter((_, index) => neverPaid.has(requests[index]?.method ?? ''));
    expect(declined.filter(({ status }) => status !== 'Cancelled')).toEqual([]);
    await expectLaws(shop());
  },
);
