import { describe, expect, test } from 'vitest';
import * as ledger from '../../../adapters/payments/simulated/ledger.ts';

const reference = {
  key: 'order.1',
  orderId: 'order',
  amount: { amount: 1000, currency: 'USD' },
  at: '2026-01-01T00:00:00.000Z',
};

type Operation = 'authorize' | 'capture' | 'void' | 'refund';

function operate(entry: ledger.LedgerEntry | undefined, operation: Operation, paymentMethod: string) {
  switch (operation) {
    case 'authorize':
      return ledger.authorize(entry, { ...reference, paymentMethod });
    case 'capture':
      return ledger.capture(entry, reference);
    case 'void':
      return ledger.voidAuthorization(entry, reference);
    case 'refund':
      return ledger.refund(entry, reference);
  }
}

/** Runs operations one after the other: what each answers, and the rows that are left. */
function run(operations: readonly Operation[], paymentMethod = 'pm_card_visa') {
  let entry: ledger.LedgerEntry | undefined;
  const outcomes = operations.map((operation) => {
    const applied = operate(entry, operation, paymentMethod);
    entry = applied.next ?? entry;
    return applied.outcome;
  });
  const rows = (entry?.effects ?? []).map(({ operation, outcome }) => `${operation} ${outcome}`);
  return { outcomes: outcomes.join(' '), rows: rows.join(', '), lookUp: ledger.lookUp(entry) };
}

describe('the simulated provider', () => {
  test.each([
    ['authorize', 'authorized', 'authorize succeeded', 'authorized'],
    ['authorize authorize', 'authorized authorized', 'authorize succeeded', 'authorized'],
    ['authorize capture capture', 'authorized captured captured', 'authorize succeeded, capture succeeded', 'captured'],
    ['authorize void void', 'authorized voided voided', 'authorize succeeded, void succeeded', 'voided'],
    [
      'authorize void capture capture',
      'authorized voided refused refused',
      'authorize succeeded, void succeeded, capture refused',
      'voided',
    ],
    [
      'authorize capture void void',
      'authorized captured captured captured',
      'authorize succeeded, capture succeeded, void refused',
      'captured',
    ],
    [
      'authorize capture refund refund',
      'authorized captured refunded refunded',
      'authorize succeeded, capture succeeded, refund succeeded',
      'refunded',
    ],
    ['void authorize authorize', 'voided refused refused', 'void succeeded, authorize refused', 'voided'],
    ['authorize void authorize', 'authorized voided refused', 'authorize succeeded, void succeeded', 'voided'],
    ['capture', 'refused', '', 'not_found'],
    ['refund', 'refused', '', 'not_found'],
    ['authorize refund', 'authorized refused', 'authorize succeeded, refund refused', 'authorized'],
    [
      'authorize capture refund void',
      'authorized captured refunded refunded',
      'authorize succeeded, capture succeeded, refund succeeded',
      'refunded',
    ],
  ])('%s', (operations, outcomes, rows, lookUp) => {
    expect(run(operations.split(' ') as Operation[])).toEqual({ outcomes, rows, lookUp });
  });

  test.each([
    ['pm_card_chargeDeclined', 'authorize authorize void', 'declined declined declined', 'authorize declined'],
    ['pm_sim_timeout_then_declined', 'authorize authorize', 'declined declined', 'authorize declined'],
    [
      'pm_sim_capture_fails',
      'authorize capture capture void',
      'authorized refused refused voided',
      'authorize succeeded, capture refused, void succeeded',
    ],
  ])('%s: %s', (paymentMethod, operations, outcomes, rows) => {
    expect(run(operations.split(' ') as Operation[], paymentMethod)).toMatchObject({ outcomes, rows });
  });

  test('a call that failed without an effect is not found, and the next one succeeds', () => {
    const failed = ledger.fail(undefined, reference);
    expect(ledger.lookUp(failed)).toBe('not_found');
    expect(ledger.authorize(failed, { ...reference, paymentMethod: 'pm_card_visa' }).outcome).toBe('authorized');
  });
});
