import { describe, expect, test } from 'vitest';
import { readBooks } from '../support/books.ts';
import { endFaults, hits, inject } from '../support/faults.ts';
import { laterStates as states } from '../support/later-states.ts';
import { violations } from '../support/laws.ts';
import { useShop } from '../support/use-shop.ts';
import { atOnce, waitFor } from '../support/wait.ts';

const shop = useShop({ SWEEP_SECONDS: 1, SAGA_TIMEOUT_SECONDS: 5 });

describe('a saga that dies', () => {
  test('at each of its states is recovered by the sweep, and undoes or completes what it began', async () => {
    const sku = await shop().newItem({ units: 30 });
    await inject(
      shop(),
      'dying',
      states.map((operation) => ({ at: 'transition', operation, fault: 'crash_before', times: 1 })),
    );
    const methods = ['pm_card_visa', 'pm_card_chargeDeclined', 'pm_sim_capture_fails'] as const;
    const placed = await atOnce(12, (index) => shop().placeOne(sku, 1, methods[index % 3]));
    const deadLetters = await shop().client.settle();
    expect(await hits(shop())).toEqual(states.map(() => 1));
    // Each execution that died is told to somebody, although its order needs nobody any more.
    expect(deadLetters).toBe(states.length);
    const ended = await shop().settled(placed);
    const reasons = ended.map((order) => ('reason' in order ? order.reason : order.status));
    expect(reasons.filter((_, index) => index % 3 === 1)).toEqual(Array.from({ length: 4 }, () => 'payment_failed'));
    expect(reasons.filter((_, index) => index % 3 === 0).every((it) => it === 'Paid' || it === 'payment_timeout')).toBe(
      true,
    );
    expect(reasons.filter((_, index) => index % 3 === 2)).not.toContain('Paid');
    expect(violations(await readBooks(shop()))).toEqual([]);
  });

  test('and is redriven afterwards changes nothing more', async () => {
    await endFaults(shop());
    const before = await readBooks(shop());
    const answer = await shop().client.send({ method: 'POST', path: '/_local/dead-letters/redrive' });
    expect(answer.status).toBe(200);
    expect(await shop().client.settle()).toBe(0);
    const after = await readBooks(shop());
    expect(after.payments).toEqual(before.payments);
    expect(after.stock).toEqual(before.stock);
    expect(violations(after)).toEqual([]);
  });
});

describe('a decline', () => {
  test('is the reason even if its attempt could never write it into the order', async () => {
    const sku = await shop().newItem({ units: 1 });
    const recording = { at: 'call', function: 'authorize-payment', operation: 'TransactWriteItems' };
    await inject(shop(), 'unwritten decline', [{ ...recording, fault: 'error' }]);
    const { orderId } = await shop().placeOne(sku, 1, 'pm_card_chargeDeclined');
    expect(await shop().ended(orderId)).toMatchObject({
      status: 'Cancelled',
      reason: 'payment_failed',
      payment: { status: 'declined' },
    });
    expect((await hits(shop()))[0]).toBeGreaterThan(0);
    expect(await shop().stock(sku)).toMatchObject({ available: 1, reserved: 0, sold: 0 });
  });
});

describe('a sweep that dies', () => {
  test('is told to somebody, and is called again when it is redriven', async () => {
    await inject(shop(), 'sweep', [{ at: 'invoke', function: 'sweep', fault: 'crash_before', times: 1 }]);
    await waitFor('the sweep to die', async () => ((await hits(shop()))[0] === 1 ? true : undefined));
    expect(await shop().client.settle()).toBe(1);
    const answer = await shop().client.send({ method: 'POST', path: '/_local/dead-letters/redrive' });
    expect(answer.body).toEqual({ redriven: 1 });
    expect(await shop().client.settle()).toBe(0);
  });
});

test('and every law holds', async () => {
  await endFaults(shop());
  expect(violations(await readBooks(shop()))).toEqual([]);
});
