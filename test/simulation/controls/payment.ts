import { type Control, replaced } from './control.ts';

const settling = 'functions/saga/settle-payment.ts';
const authorizing = 'functions/saga/authorize-payment.ts';
const saga = 'lib/saga-definition.ts';

/** What makes the money follow the decision, once. */
export const paymentControls: readonly Control[] = [
  {
    name: 'payment-key',
    without: 'the payment of an order has one key',
    breaks: [4],
    isQuick: true,
    mutations: [
      replaced(
        'domain/payment/payment.ts',
        'return `${orderId}.${attemptNumber}`;',
        'return `${orderId}.${Math.random()}`;',
      ),
    ],
  },
  {
    name: 'close-before-void',
    without: 'the reservation is closed before the money is undone',
    breaks: [4, 7],
    isQuick: true,
    conditions: { profile: 'hurried', often: ['transition_late'] },
    mutations: [
      replaced(
        saga,
        "Catch: compensate('States.ALL', 'CloseReservation'),\n      Next: 'CommitOrder'",
        "Catch: compensate('States.ALL', 'SettlePayment'),\n      Next: 'CommitOrder'",
      ),
      replaced(
        'domain/ordering/pay.ts',
        "if (reservation.status === 'Held' && reservation.closing === undefined) return 'not_closed';",
        '',
      ),
      replaced('domain/ordering/cancel.ts', "if (reason === 'not_closed') return { outcome: reason };", ''),
      replaced(
        'domain/inventory/reservation.ts',
        "if (reservation.closing === undefined) return 'not_closed';",
        "if (reservation.closing === undefined) return reservation.wish === undefined ? 'payment_timeout' : wishReason(reservation.wish.by);",
      ),
      replaced(
        'adapters/dynamodb/reservation-writes.ts',
        'condition: `${held} AND attribute_exists(closing)`,',
        'condition: held,',
      ),
    ],
  },
  {
    name: 'decline-closed',
    without: 'a declined payment closes the reservation before the order is told',
    breaks: ['cancellation'],
    conditions: {
      profile: 'impatient',
      often: ['invoke_twice', 'slow_call', 'late_arrival', 'transition_late'],
      mood: { trouble: 1, slowness: 0, plenty: 2, fickleness: 0 },
    },
    mutations: [replaced(authorizing, "  await closeReservation(inventory, orderId, 'payment_failed', now());\n", '')],
  },
  {
    name: 'void-before-release',
    without: 'the money is undone before the units are given back',
    breaks: [4],
    isQuick: true,
    mutations: [
      replaced(saga, "Default: 'SettlePayment',", "Default: 'ReleaseStock',"),
      replaced(
        'domain/ordering/cancel.ts',
        "if (settlementOf(order, reservation) !== 'settled') return { outcome: 'payment_unsettled' };",
        '',
      ),
    ],
  },
  {
    name: 'unknown-is-no-decline',
    without: 'a payment without an answer is asked for again, and not taken for a decline',
    breaks: [4],
    mutations: [
      replaced(
        authorizing,
        'const outcome = await untilKnown(() => provider.authorize(request), authorizeBy);',
        "const answer = await provider.authorize(request);\n  const outcome = answer === 'unknown' ? 'declined' : answer;",
      ),
    ],
  },
  {
    name: 'barred-key',
    without: 'what was not found is voided too, so that it cannot come later',
    breaks: [4],
    mutations: [
      replaced(
        settling,
        'const outcome = await known(() => provider.void(paymentReference(order)));',
        "const found = await known(() => provider.lookUp(paymentReference(order).key));\n  if (found === 'not_found') { await record(order, 'voided'); return { outcome: 'settled' }; }\n  const outcome = await known(() => provider.void(paymentReference(order)));",
      ),
    ],
  },
  {
    name: 'refused-capture',
    without: 'an order whose capture is refused is cancelled',
    breaks: [4, 7],
    mutations: [
      replaced(
        saga,
        "Catch: compensate(refusal, 'CancelUncapturedOrder'),",
        "Catch: compensate('Never', 'CancelUncapturedOrder'),",
      ),
    ],
  },
  {
    name: 'execution-name',
    without: 'the execution has the name of its order',
    breaks: ['idempotency'],
    mutations: [
      replaced(
        'domain/ordering/saga.ts',
        'return { name: orderId, input: { orderId, authorizeBy } };',
        'return { name: orderId + Math.random(), input: { orderId, authorizeBy } };',
      ),
    ],
  },
  {
    name: 'recovery',
    without: 'the sweep recovers an order whose execution has died',
    breaks: [7],
    mutations: [
      replaced(
        'functions/schedule/sweep-order.ts',
        "if (outcome === 'recovering') await start(ports, order);",
        'void outcome;\n  void order;',
      ),
    ],
  },
];
