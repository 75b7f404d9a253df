import { type Control, replaced } from './control.ts';

const escrow = 'adapters/dynamodb/hot/escrow.ts';
const leases = 'adapters/dynamodb/hot/leases.ts';
const domain = 'domain/inventory/escrow.ts';

/** Everybody wants the same SKU, and there is not enough of it. */
const rush = { heat: 1, rush: 0.5, crowd: 30, plenty: 0.7 };

/** What keeps batches of escrow from overselling, stranding or refusing what would fit. */
export const escrowControls: readonly Control[] = [
  {
    name: 'refusal-despite-escrow',
    without: 'an order is refused only if it is short with all open leases counted',
    breaks: [8],
    conditions: { often: ['slow_call'], mood: rush },
    mutations: [
      replaced(
        domain,
        'stocks.map((stock) => [stock.sku, sellable(stock)])',
        'stocks.map((stock) => [stock.sku, sellable({ ...stock, leases: {} })])',
      ),
      // What is left must not go below zero, which would be refused as no number of units.
      replaced(
        domain,
        'if (has) for (const { sku, quantity } of order.lines) left.set(sku, (left.get(sku) ?? 0) - quantity);',
        'if (has) for (const { sku, quantity } of order.lines) left.set(sku, Math.max(0, (left.get(sku) ?? 0) - quantity));',
      ),
    ],
  },
  {
    name: 'escrow-unused',
    without: 'only what no reservation uses is given back',
    breaks: [1, 3],
    conditions: { mood: rush },
    mutations: [
      replaced(
        escrow,
        'steps.closeLease(sku, batchId, units - (used.get(sku) ?? 0))',
        'steps.closeLease(sku, batchId, units - 0 * (used.get(sku) ?? 0))',
      ),
    ],
    isQuick: true,
  },
  {
    name: 'escrow-close-once',
    without: 'a lease is closed once',
    breaks: [1, 3],
    conditions: { mood: rush },
    mutations: [
      replaced(
        leases,
        "ConditionExpression: 'attribute_exists(leases.#batch)'",
        "ConditionExpression: 'attribute_exists(leases)'",
      ),
    ],
  },
  {
    name: 'escrow-recovery',
    without: 'the sweep ends the batches of workers that died',
    breaks: [7],
    conditions: { often: ['crash_after_call'], mood: rush },
    mutations: [
      replaced(
        'functions/schedule/sweep-hot.ts',
        'if (secondsBetween(lease.at, at) < leaseSeconds) continue;',
        'if (secondsBetween(lease.at, at) < 1e9 * leaseSeconds) continue;',
      ),
    ],
  },
  {
    name: 'escrow-single-attempt',
    without: 'a lease is asked for once',
    breaks: [1, 3, 7],
    conditions: { often: ['late_arrival'], mood: rush },
    mutations: [replaced('adapters/dynamodb/client.ts', 'maxAttempts: 1', 'maxAttempts: 5')],
  },
];
