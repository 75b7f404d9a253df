import type { Happening } from '../events/catalogue.ts';
import type { EventMetadata } from '../events/event.ts';
import type { Instant } from '../time.ts';
import { deltasOf, type StockDeltas, type StockEffect } from './stock.ts';

export type MovementCause = 'adjusted' | 'reserved' | 'committed' | 'released' | 'expired' | 'returned';

/** One row of a SKU's ledger: what changed its totals, and by how much. */
export type Movement = StockDeltas & {
  readonly movementId: string;
  readonly sku: string;
  readonly at: Instant;
  readonly cause: MovementCause;
  readonly orderId?: string;
  readonly adjustmentId?: string;
};

/** Where a movement stands in its SKU's ledger: sorted by time, and by its id among those of one millisecond. */
export function movementPosition({ at, movementId }: Pick<Movement, 'at' | 'movementId'>): string {
  return `${at}#${movementId}`;
}

type Row = Omit<Movement, 'movementId' | 'at'>;

/** The ledger rows that an event tells; most events tell none. The same event always gives the same rows. */
export function movementsOf(
  happening: Happening,
  { eventId, occurredAt }: Pick<EventMetadata, 'eventId' | 'occurredAt'>,
): Movement[] {
  return rowsOf(happening).map((row) => ({ ...row, movementId: `${eventId}.${row.sku}`, at: occurredAt }));
}

function rowsOf(happening: Happening): Row[] {
  switch (happening.detailType) {
    case 'OrderStockConfirmed':
      return orderRows('reserved', 'reserve', happening.data);
    case 'OrderStatusChangedToPaid':
      return orderRows('committed', 'commit', happening.data);
    case 'OrderStockReleased':
      return orderRows(
        happening.data.cause,
        happening.data.cause === 'returned' ? 'return' : 'release',
        happening.data,
      );
    case 'StockAdjusted':
      return [adjustmentRow(happening.data)];
    default:
      return [];
  }
}

function orderRows(
  cause: MovementCause,
  effect: StockEffect,
  data: { readonly orderId: string; readonly lines: readonly { readonly sku: string; readonly quantity: number }[] },
): Row[] {
  return data.lines.map(({ sku, quantity }) => ({ sku, cause, orderId: data.orderId, ...deltasOf(effect, quantity) }));
}

/** An adjustment moves available; a write-off, which names its order, moves sold; a correction moves any of them. */
function adjustmentRow(data: Extract<Happening, { detailType: 'StockAdjusted' }>['data']): Row {
  const { sku, adjustmentId, orderId, delta, reserved = 0, sold = 0 } = data;
  if (orderId === undefined) return { sku, cause: 'adjusted', adjustmentId, available: delta, reserved, sold };
  return { sku, cause: 'adjusted', orderId, adjustmentId, available: 0, reserved: 0, sold: delta };
}
