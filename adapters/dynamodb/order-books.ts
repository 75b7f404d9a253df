import type { Reservation } from '../../domain/inventory/reservation.ts';
import type { Order } from '../../domain/ordering/order.ts';
import type { InventoryTable } from './adjustments.ts';
import { batchGet } from './batch-get.ts';
import { orderFromItem, reservationFromItem } from './codec.ts';
import { orderKey, reservationKey } from './keys.ts';
import type { OrdersTable } from './order-lists.ts';

/** Many orders, each strongly consistent by itself. */
export async function readOrders({ client, ordersTable }: OrdersTable, orderIds: readonly string[]): Promise<Order[]> {
  return (await batchGet(client, ordersTable, orderIds.map(orderKey), true)).map(orderFromItem);
}

/** The reservations of many orders, each strongly consistent by itself, by the order's id. */
export async function readReservations(
  { client, inventoryTable }: InventoryTable,
  orderIds: readonly string[],
): Promise<Map<string, Reservation>> {
  const items = await batchGet(client, inventoryTable, orderIds.map(reservationKey), true);
  return new Map(items.map(reservationFromItem).map((reservation) => [reservation.orderId, reservation]));
}
