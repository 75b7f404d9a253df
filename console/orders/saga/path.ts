import type { Order } from '../../api/schemas.ts';
import type { SagaState } from './states.ts';

/** The states that the saga went through, in order, and whether the last of them is still at work. */
export type SagaPath = { readonly states: readonly SagaState[]; readonly isUnderWay: boolean };

type OrderFacts = Pick<Order, 'status' | 'reason' | 'payment' | 'history'>;

/**
 * The path of an order's saga, as far as the order tells it: the API shows no execution. An order whose stock was
 * never confirmed has none.
 */
export function sagaPath(order: OrderFacts): SagaPath {
  const has = (status: Order['status']) => order.history.some((entry) => entry.status === status);
  if (!has('StockConfirmed')) return { states: [], isUnderWay: false };
  if (has('Paid')) return pathOfPaid(order);
  if (order.status === 'Cancelled') return pathOfUndone(order);
  switch (order.payment.status) {
    case 'none':
      return { states: ['AuthorizePayment'], isUnderWay: true };
    case 'authorized':
      return { states: ['AuthorizePayment', 'CommitOrder'], isUnderWay: true };
    default:
      return { states: ['AuthorizePayment', 'CloseReservation'], isUnderWay: true };
  }
}

const paid = ['AuthorizePayment', 'CommitOrder', 'CapturePayment'] as const;

/** A capture that was refused cancels from `Paid`; a cancel by a person comes beside the saga, and not through it. */
function pathOfPaid({ status, reason, payment }: OrderFacts): SagaPath {
  if (status === 'Cancelled' && reason === 'payment_failed') {
    const states = [...paid, 'CancelUncapturedOrder', 'SettlePayment', 'ReleaseStock'] as const;
    return { states, isUnderWay: payment.status === 'authorized' };
  }
  return { states: paid, isUnderWay: payment.status === 'authorized' };
}

/** Undone before it was paid. What was authorised and voided had got as far as the commit, or to its time limit. */
function pathOfUndone({ reason, payment }: OrderFacts): SagaPath {
  const wasAuthorized = payment.status !== 'none' && payment.status !== 'declined' && reason !== 'payment_timeout';
  const forward = wasAuthorized ? (['AuthorizePayment', 'CommitOrder'] as const) : (['AuthorizePayment'] as const);
  const back = ['CloseReservation', 'RouteClosing', 'SettlePayment', 'ReleaseStock'] as const;
  return { states: [...forward, ...back], isUnderWay: payment.status === 'authorized' };
}
