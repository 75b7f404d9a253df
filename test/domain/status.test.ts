import { describe, expect, test } from 'vitest';
import { type OrderStatus, orderStatuses, type TransitionOutcome, transition } from '../../domain/ordering/status.ts';

const changes = 'changes';
const unchanged = 'unchanged';
const illegal = 'illegal';

/** Rows are where an order is, columns where it is to go. */
const table: Record<OrderStatus, Record<OrderStatus, TransitionOutcome>> = {
  Submitted: {
    Submitted: unchanged,
    AwaitingValidation: changes,
    StockConfirmed: illegal,
    Paid: illegal,
    Shipped: illegal,
    Cancelled: changes,
  },
  AwaitingValidation: {
    Submitted: illegal,
    AwaitingValidation: unchanged,
    StockConfirmed: changes,
    Paid: illegal,
    Shipped: illegal,
    Cancelled: changes,
  },
  StockConfirmed: {
    Submitted: illegal,
    AwaitingValidation: illegal,
    StockConfirmed: unchanged,
    Paid: changes,
    Shipped: illegal,
    Cancelled: changes,
  },
  Paid: {
    Submitted: illegal,
    AwaitingValidation: illegal,
    StockConfirmed: illegal,
    Paid: unchanged,
    Shipped: changes,
    Cancelled: changes,
  },
  Shipped: {
    Submitted: illegal,
    AwaitingValidation: illegal,
    StockConfirmed: illegal,
    Paid: illegal,
    Shipped: unchanged,
    Cancelled: illegal,
  },
  Cancelled: {
    Submitted: illegal,
    AwaitingValidation: illegal,
    StockConfirmed: illegal,
    Paid: illegal,
    Shipped: illegal,
    Cancelled: unchanged,
  },
};

describe('the status table', () => {
  for (const from of orderStatuses) {
    for (const to of orderStatuses) {
      test(`${from} to ${to}: ${table[from][to]}`, () => {
        expect(transition(from, to)).toBe(table[from][to]);
      });
    }
  }
});
