import type { OrderView } from '../support/schemas.ts';
import type { Asked } from './stage.ts';

/** Methods that no money comes from. */
const neverPaid = new Set(['pm_card_chargeDeclined', 'pm_sim_timeout_then_declined', 'pm_sim_unavailable']);
/** Methods whose payment can fail for good. */
const canFail = new Set(['pm_card_chargeDeclined', 'pm_sim_timeout_then_declined', 'pm_sim_capture_fails']);

/**
 * Whether an order may have ended as it did, by what was asked for and nothing else: with time as short as in these
 * worlds, any order may also have expired, or have been given up as its payment took too long.
 * @returns what speaks against it, in words
 */
export function wrongEnd(order: OrderView, method: string, asked: ReadonlySet<Asked>): string[] {
  const wrong = (what: string) => [`${order.orderId} (${method}) ended ${order.status}, ${order.reason}: ${what}`];
  switch (order.status) {
    case 'Shipped':
      return asked.has('ship') ? [] : wrong('nobody asked for that');
    case 'Paid':
      return neverPaid.has(method) || method === 'pm_sim_capture_fails' ? wrong('no money came from there') : [];
    case 'Cancelled':
      return isFoundedReason(order, method, asked) ? [] : wrong('there was no such cause');
    default:
      return wrong('that is no end');
  }
}

function isFoundedReason(order: OrderView, method: string, asked: ReadonlySet<Asked>): boolean {
  switch (order.reason) {
    case 'cancelled_by_buyer':
    case 'cancelled_by_staff':
      return asked.has(order.reason);
    case 'payment_failed':
      return canFail.has(method);
    case 'stock_rejected':
      return isShort(order);
    default:
      return order.reason !== undefined;
  }
}

/** A refusal names lines of the order, each with fewer units than it asks for. */
function isShort({ lines, shortages = [] }: OrderView): boolean {
  const isFounded = shortages.every(({ sku, requested, available }) =>
    lines.some((line) => line.sku === sku && line.quantity === requested && available < requested),
  );
  return shortages.length > 0 && isFounded;
}
