import { expect, test } from 'vitest';
import { edgesOf } from '../../bin/documents/saga-layout.ts';
import { sagaPath } from '../../console/orders/saga/path.ts';
import { sagaStates, sagaWays } from '../../console/orders/saga/states.ts';
import { sagaDefinition } from '../../lib/saga-definition.ts';

type Order = Parameters<typeof sagaPath>[0];
type Status = Order['status'];

const { States } = sagaDefinition({ sagaTimeoutSeconds: 240, orchestration: 'standard' });

test('the graph has the states and the ways of the saga that is deployed', () => {
  expect(Object.keys(sagaStates).sort()).toEqual(Object.keys(States).sort());
  const ways = new Set(edgesOf(States).map(({ from, to }) => `${from} ${to}`));
  expect(sagaWays.map((way) => way.join(' ')).sort()).toEqual([...ways].sort());
});

function order(history: readonly Status[], payment: Order['payment']['status'], reason?: Order['reason']): Order {
  const status = history.at(-1) ?? 'AwaitingValidation';
  return {
    status,
    payment: { status: payment, attempts: 1 },
    history: history.map((each) => ({ at: '2026-01-01T00:00:00.000Z', status: each })),
    ...(reason === undefined ? {} : { reason }),
  };
}

const forward = 'AuthorizePayment CommitOrder CapturePayment';
const back = 'CloseReservation RouteClosing SettlePayment ReleaseStock';
const refused = `${forward} CancelUncapturedOrder SettlePayment ReleaseStock`;

const rows: readonly (readonly [string, Order, string, boolean])[] = [
  ['one that waits for stock', order(['AwaitingValidation'], 'none'), '', false],
  ['one that was short', order(['AwaitingValidation', 'Cancelled'], 'none', 'stock_rejected'), '', false],
  ['one that is being paid', order(['StockConfirmed'], 'none'), 'AuthorizePayment', true],
  ['one that is authorised', order(['StockConfirmed'], 'authorized'), 'AuthorizePayment CommitOrder', true],
  ['one just declined', order(['StockConfirmed'], 'declined'), 'AuthorizePayment CloseReservation', true],
  ['one to be captured', order(['StockConfirmed', 'Paid'], 'authorized'), forward, true],
  ['one that is paid', order(['StockConfirmed', 'Paid'], 'captured'), forward, false],
  ['a shipped one', order(['StockConfirmed', 'Paid', 'Shipped'], 'captured'), forward, false],
  [
    'a declined one',
    order(['StockConfirmed', 'Cancelled'], 'declined', 'payment_failed'),
    `AuthorizePayment ${back}`,
    false,
  ],
  [
    'one that took too long',
    order(['StockConfirmed', 'Cancelled'], 'voided', 'payment_timeout'),
    `AuthorizePayment ${back}`,
    false,
  ],
  [
    'one cancelled while it was paid for',
    order(['StockConfirmed', 'Cancelled'], 'voided', 'cancelled_by_buyer'),
    `AuthorizePayment CommitOrder ${back}`,
    false,
  ],
  [
    'one whose capture was refused',
    order(['StockConfirmed', 'Paid', 'Cancelled'], 'voided', 'payment_failed'),
    refused,
    false,
  ],
  [
    'a paid one that was cancelled',
    order(['StockConfirmed', 'Paid', 'Cancelled'], 'refunded', 'cancelled_by_staff'),
    forward,
    false,
  ],
];

test.each(rows)('the path of %s', (_, given, states, isUnderWay) => {
  expect(sagaPath(given)).toEqual({ states: states.split(' ').filter(Boolean), isUnderWay });
});

test('every step of a path is a way of the graph', () => {
  const ways = new Set(sagaWays.map((way) => way.join(' ')));
  for (const [, given] of rows) {
    const { states } = sagaPath(given);
    const steps = states.slice(1).map((state, index) => `${states[index]} ${state}`);
    expect(steps.filter((step) => !ways.has(step))).toEqual([]);
  }
});
