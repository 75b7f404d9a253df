import { expect, test } from 'vitest';
import { readBooks } from '../support/books.ts';
import { endFaults, type FaultRule, hits, inject } from '../support/faults.ts';
import { violations } from '../support/laws.ts';
import { useShop } from '../support/use-shop.ts';
import { atOnce } from '../support/wait.ts';

const shop = useShop({ SWEEP_SECONDS: 2, SAGA_TIMEOUT_SECONDS: 10 });

/** Printed, so that a run that failed can be had again; give another one to try others. */
const seed = process.env.FAULT_SEED ?? 'holdfast';

const call = (fault: string, probability: number): FaultRule => ({ at: 'call', fault, probability });
const rules: readonly FaultRule[] = [
  call('throttle', 0.03),
  call('transaction_conflict', 0.05),
  call('timeout_before', 0.02),
  call('timeout_after', 0.03),
  call('duplicate', 0.03),
  { at: 'call', function: 'payment', fault: 'crash_before', probability: 0.02 },
  { at: 'call', function: 'commit-order', fault: 'crash_after', probability: 0.1 },
  { at: 'delivery', fault: 'duplicate', probability: 0.1 },
  { at: 'delivery', fault: 'reorder', probability: 0.1, delayMilliseconds: 300 },
  { at: 'invoke', function: 'release-stock', fault: 'crash_after', probability: 0.1 },
];

const methods = [
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_chargeDeclined',
  'pm_sim_timeout_then_approved',
  'pm_sim_capture_fails',
  'pm_sim_unavailable_once',
] as const;

test(`every law holds amid random faults (FAULT_SEED=${seed})`, { timeout: 240_000 }, async () => {
  const [ample, scarce] = await Promise.all([shop().newItem({ units: 100 }), shop().newItem({ units: 4 })]);
  await inject(shop(), seed, rules);
  const answers = await atOnce(40, async (index) => {
    const buyer = await shop().newBuyer();
    const body = {
      lines: [{ sku: index % 4 === 3 ? scarce : ample, quantity: 1 + (index % 2) }],
      paymentMethod: methods[index % methods.length] ?? 'pm_card_visa',
    };
    const answer = await shop().client.placeOrder(buyer.token, body);
    return { answer, buyer };
  });
  const refused = answers.filter(({ answer }) => answer.status !== 202 && answer.status < 500);
  expect(refused.map(({ answer }) => answer.status)).toEqual([]);
  await shop().client.settle(100);
  const struck = await hits(shop());
  await endFaults(shop());
  await shop().client.send({ method: 'POST', path: '/_local/dead-letters/redrive' });
  await shop().client.settle(100);
  expect(struck.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(10);
  expect(violations(await readBooks(shop()))).toEqual([]);
});
