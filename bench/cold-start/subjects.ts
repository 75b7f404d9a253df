import { eventsToItem } from '../../adapters/dynamodb/codec.ts';
import type { DomainEvent } from '../../domain/events/event.ts';
import type { FunctionName } from '../../lib/declarations.ts';
import { requestEvent } from '../../test/functions/http/gateway.ts';
import { type Shop, sku } from './shop.ts';

/** A function whose cold start is measured: what brings an order to where it finds it, and the event that it gets. */
export type Subject = {
  readonly name: FunctionName;
  readonly prepare: (shop: Shop, orderId: string) => Promise<unknown>;
};

const caller = { sub: 'buyer' };

/** As a queue hands over what the bus delivered to it. */
function message({ source, detailType, detail }: DomainEvent): unknown {
  return { Records: [{ messageId: 'message', body: JSON.stringify({ source, 'detail-type': detailType, detail }) }] };
}

function sagaInput(orderId: string): unknown {
  return { orderId, authorizeBy: Date.now() + 60_000 };
}

/** Those that an order passes on its way, and one that a buyer waits for. */
export const subjects: readonly Subject[] = [
  {
    name: 'place-order',
    prepare: async (_shop, orderId) => {
      const body = { lines: [{ sku, quantity: 1 }], paymentMethod: 'pm_card_visa' };
      return requestEvent({ method: 'POST', path: '/orders', caller, key: orderId, body }, 'POST /orders', {});
    },
  },
  {
    name: 'get-order',
    prepare: async (shop, orderId) => {
      await shop.place(orderId);
      const call = { method: 'GET', path: `/orders/${orderId}`, caller };
      return requestEvent(call, 'GET /orders/{orderId}', { orderId });
    },
  },
  {
    name: 'publish-events',
    prepare: async (shop, orderId) => {
      const NewImage = eventsToItem(orderId, [await shop.place(orderId)]);
      return { Records: [{ dynamodb: { NewImage, SequenceNumber: '1' } }] };
    },
  },
  { name: 'reserve-stock', prepare: async (shop, orderId) => message(await shop.place(orderId)) },
  { name: 'advance-order', prepare: async (shop, orderId) => message(await shop.reserve(orderId)) },
  {
    name: 'authorize-payment',
    prepare: async (shop, orderId) => {
      await shop.confirm(orderId);
      return sagaInput(orderId);
    },
  },
  {
    name: 'commit-order',
    prepare: async (shop, orderId) => {
      await shop.pin(orderId);
      return sagaInput(orderId);
    },
  },
];
