import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../api/api.ts';
import type { Order, OrderEvent } from '../api/schemas.ts';
import type { OrderFilters } from './filters.ts';

const listMilliseconds = 3_000;
const movingMilliseconds = 500;
const restingMilliseconds = 5_000;
const ordersPerPage = 25;
/** A filtered page may be empty though others follow: so many large ones at most are asked for to fill one. */
const mostCalls = 5;
const ordersPerFilteredCall = 100;

export type OrderPage = { readonly orders: readonly Order[]; readonly next: string | undefined };

/** A page of orders, newest first; the newest page is asked for again and again. */
export function useOrders(filters: OrderFilters, cursor: string | undefined) {
  return useQuery({
    queryKey: ['orders', filters, cursor],
    queryFn: () => readOrders(filters, cursor),
    ...(cursor === undefined ? { refetchInterval: listMilliseconds } : {}),
  });
}

async function readOrders(filters: OrderFilters, start: string | undefined): Promise<OrderPage> {
  const orders: Order[] = [];
  const limit = Object.keys(filters).length === 0 ? ordersPerPage : ordersPerFilteredCall;
  let cursor = start;
  for (let calls = 0; calls < mostCalls; calls++) {
    const query = { ...filters, limit, ...(cursor === undefined ? {} : { cursor }) };
    const page = await dataOf(api.GET('/orders', { params: { query } }));
    orders.push(...page.items);
    cursor = page.next;
    if (cursor === undefined || orders.length >= ordersPerPage) break;
  }
  return { orders, next: cursor };
}

/** Whether nothing more is to be expected of an order by itself. */
export function isAtRest({ status, payment }: Order): boolean {
  if (status === 'Paid') return payment.status === 'captured';
  return status === 'Shipped' || (status === 'Cancelled' && payment.status !== 'authorized');
}

/** An order, often while it is on its way. */
export function useOrder(orderId: string) {
  return useQuery({
    queryKey: ['order', orderId],
    queryFn: () => dataOf(api.GET('/orders/{orderId}', { params: { path: { orderId } } })),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || !isAtRest(data) ? movingMilliseconds : restingMilliseconds,
  });
}

/** The events of an order, oldest first. Staff alone may ask. */
export function useOrderEvents(order: Order, enabled: boolean) {
  const { orderId } = order;
  return useQuery({
    queryKey: ['events', orderId],
    queryFn: () => readEvents(orderId),
    refetchInterval: isAtRest(order) ? restingMilliseconds : 2 * movingMilliseconds,
    enabled,
  });
}

async function readEvents(orderId: string): Promise<OrderEvent[]> {
  const events: OrderEvent[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const page = await dataOf(api.GET('/orders/{orderId}/events', { params: { path: { orderId }, query } }));
    events.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return events;
}
