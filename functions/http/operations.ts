import * as z from 'zod/mini';
import { skuSchema } from '../../domain/lines.ts';
import { cancellationReasonSchema, orderStatusSchema } from '../../domain/ordering/status.ts';
import { discrepancyStatuses } from '../../domain/reconciliation/discrepancy.ts';
import type { ComponentName } from './components.ts';
import type { ProblemCode } from './problem.ts';
import type { routes } from './routes.ts';

type ServedRoute = (typeof routes)[number];
/** A route by method and path, such as `GET /orders/{orderId}`. */
export type RouteKey = keyof { [R in ServedRoute as `${R['method']} ${R['path']}`]: R };

export type QueryParameter = { readonly schema: z.ZodMiniType; readonly means: string };

export type SuccessAnswer = {
  readonly means: string;
  /** JSON of this schema; without it, what `contentType` says. */
  readonly schema?: ComponentName;
  readonly contentType?: string;
};

/** What a client has to know of a route; method, path and who may call it are those of the list of routes. */
export type Operation = {
  /** The name of the method in generated clients. */
  readonly operationId: string;
  readonly tag: 'Catalogue' | 'Stock' | 'Orders' | 'Operations' | 'About';
  readonly summary: string;
  readonly description?: string;
  readonly query?: Readonly<Record<string, QueryParameter>>;
  readonly body?: ComponentName;
  /** Whether the body may be left out. */
  readonly bodyIsOptional?: true;
  /** Whether it takes an Idempotency-Key, and must have one. */
  readonly takesKey?: true;
  readonly answers: Readonly<Record<number, SuccessAnswer>>;
  /** The errors of this route; those that every route or every body can have are added to them. */
  readonly errors: readonly ProblemCode[];
};

const paging = {
  limit: {
    schema: z.int().check(z.gte(1), z.lte(100)),
    means: 'How many items a page holds at most; 20 when left out.',
  },
  cursor: { schema: z.string(), means: 'The `next` of a former page of this list, unchanged.' },
} as const;

const orderFilters = {
  status: { schema: orderStatusSchema, means: 'Only orders in this status.' },
  reason: { schema: cancellationReasonSchema, means: 'Only orders that were cancelled for this reason.' },
  sku: { schema: skuSchema, means: 'Only orders with a line of this SKU.' },
  buyerId: { schema: z.string().check(z.minLength(1), z.maxLength(128)), means: 'Only orders of this buyer (staff).' },
} as const;

/** Every route, described. */
export const operations: Readonly<Record<RouteKey, Operation>> = {
  'GET /health': {
    operationId: 'getHealth',
    tag: 'About',
    summary: 'Tells that requests arrive.',
    answers: { 200: { means: 'They do.', schema: 'Health' } },
    errors: [],
  },
  'GET /openapi.json': {
    operationId: 'getOpenApi',
    tag: 'About',
    summary: 'This document.',
    answers: { 200: { means: 'OpenAPI 3.1.', contentType: 'application/json' } },
    errors: [],
  },
  'GET /docs': {
    operationId: 'getDocs',
    tag: 'About',
    summary: 'This document, for people.',
    answers: { 200: { means: 'A page.', contentType: 'text/html' } },
    errors: [],
  },
  'GET /catalog/items': {
    operationId: 'listItems',
    tag: 'Catalogue',
    summary: 'The catalogue, in the order of its SKUs.',
    description: '`available` may lag by seconds.',
    query: paging,
    answers: { 200: { means: 'A page of items.', schema: 'ItemList' } },
    errors: ['invalid_request'],
  },
  'GET /catalog/items/{sku}': {
    operationId: 'getItem',
    tag: 'Catalogue',
    summary: 'One item.',
    description: '`available` may lag by seconds.',
    answers: { 200: { means: 'The item.', schema: 'Item' } },
    errors: ['item_not_found'],
  },
  'PUT /catalog/items/{sku}': {
    operationId: 'putItem',
    tag: 'Catalogue',
    summary: 'Creates or replaces an item.',
    description: 'It never changes a stock total. `hot: true` announces a rush: only speed and price depend on it.',
    body: 'ItemDetails',
    answers: {
      200: { means: 'The item was replaced.', schema: 'Item' },
      201: { means: 'The item is new.', schema: 'Item' },
    },
    errors: [],
  },
  'POST /catalog/items/{sku}/stock-adjustments': {
    operationId: 'adjustStock',
    tag: 'Stock',
    summary: 'Receives, returns or writes off units.',
    description:
      'What is reserved cannot be taken away: a negative delta is bounded by `available`. `stock` is a consistent read made after the adjustment; every repeat answers the same.',
    body: 'NewStockAdjustment',
    takesKey: true,
    answers: { 201: { means: 'The stock was adjusted.', schema: 'StockAdjustment' } },
    errors: ['item_not_found', 'insufficient_stock', 'stock_limit_exceeded'],
  },
  'GET /catalog/items/{sku}/stock': {
    operationId: 'getStock',
    tag: 'Stock',
    summary: 'The totals of a SKU, strongly consistent.',
    answers: { 200: { means: 'The totals.', schema: 'Stock' } },
    errors: ['item_not_found'],
  },
  'GET /catalog/items/{sku}/movements': {
    operationId: 'listMovements',
    tag: 'Stock',
    summary: 'The ledger of a SKU, newest first.',
    description: 'It may lag by seconds. The deltas are signed.',
    query: paging,
    answers: { 200: { means: 'A page of stock movements.', schema: 'MovementList' } },
    errors: ['invalid_request', 'item_not_found'],
  },
  'POST /orders': {
    operationId: 'placeOrder',
    tag: 'Orders',
    summary: 'Places an order; stock and payment follow.',
    description:
      'Prices come from the catalogue. Lines of one SKU are merged: at most 90 SKUs, and 10 000 units of each. Follow the order at `Location`.',
    body: 'NewOrder',
    takesKey: true,
    answers: { 202: { means: 'The order is accepted.', schema: 'Order' } },
    errors: [
      'too_many_lines',
      'too_many_units',
      'unknown_sku',
      'mixed_currencies',
      'unknown_payment_method',
      'too_many_open_orders',
    ],
  },
  'GET /orders': {
    operationId: 'listOrders',
    tag: 'Orders',
    summary: "A buyer's orders, or for staff all orders, newest first.",
    description: 'A filtered page may hold fewer than `limit`, even none, as long as there is `next`.',
    query: { ...paging, ...orderFilters },
    answers: { 200: { means: 'A page of orders.', schema: 'OrderList' } },
    errors: ['invalid_request', 'forbidden'],
  },
  'GET /orders/{orderId}': {
    operationId: 'getOrder',
    tag: 'Orders',
    summary: 'One order, strongly consistent.',
    answers: { 200: { means: 'The order.', schema: 'Order' } },
    errors: ['order_not_found'],
  },
  'GET /orders/{orderId}/events': {
    operationId: 'listOrderEvents',
    tag: 'Orders',
    summary: 'The events of an order, oldest first.',
    query: paging,
    answers: { 200: { means: 'A page of events.', schema: 'EventList' } },
    errors: ['invalid_request', 'order_not_found'],
  },
  'POST /orders/{orderId}/cancel': {
    operationId: 'cancelOrder',
    tag: 'Orders',
    summary: 'Cancels an order, or records the wish while a payment is in flight.',
    description:
      '`restock: false` (staff) writes the units of a paid order off instead of returning them to the shelf.',
    body: 'Cancellation',
    bodyIsOptional: true,
    answers: {
      200: { means: 'It was cancelled before; nothing changed.', schema: 'Order' },
      202: { means: 'It is cancelled, or the wish is recorded.', schema: 'Order' },
    },
    errors: ['forbidden', 'order_not_found', 'order_already_shipped'],
  },
  'GET /operations/discrepancies': {
    operationId: 'listDiscrepancies',
    tag: 'Operations',
    summary: 'Books that do not agree, newest first.',
    description:
      'Reconciliation compares counters, ledger, reservations, orders and the money at the provider, and rewrites nothing. A filtered page may hold fewer than `limit`, even none, as long as there is `next`.',
    query: { ...paging, status: { schema: z.enum(discrepancyStatuses), means: 'Only those that are so.' } },
    answers: { 200: { means: 'A page of discrepancies.', schema: 'DiscrepancyList' } },
    errors: ['invalid_request'],
  },
  'POST /operations/discrepancies/{id}/resolve': {
    operationId: 'resolveDiscrepancy',
    tag: 'Operations',
    summary: 'Closes a discrepancy: who and why.',
    description:
      'For one of the ledger it writes an entry that makes the ledger equal the counter. No counter is ever changed.',
    body: 'Resolution',
    takesKey: true,
    answers: { 200: { means: 'It is resolved.', schema: 'Discrepancy' } },
    errors: ['discrepancy_not_found', 'discrepancy_already_resolved', 'discrepancy_changed'],
  },
  'GET /operations/overview': {
    operationId: 'getOverview',
    tag: 'Operations',
    summary: 'How shop, stock and money are: what is in flight, and what happened in the last hour.',
    description:
      'Figures are estimates for people: an event that is told twice may be counted twice. Percentiles are told by the upper bound of a histogram. `inFlight.orders` is counted up to 8 000, `inFlight.oldestSeconds` since that order was placed, and `discrepancies` are the open ones of the latest 100.',
    answers: { 200: { means: 'The figures.', schema: 'Overview' } },
    errors: [],
  },
  'POST /orders/{orderId}/ship': {
    operationId: 'shipOrder',
    tag: 'Orders',
    summary: 'Ships a paid order whose money is captured.',
    body: 'Shipment',
    bodyIsOptional: true,
    answers: { 200: { means: 'It is shipped, now or before.', schema: 'Order' } },
    errors: ['order_not_found', 'order_not_paid', 'payment_not_captured'],
  },
};
