import type { Path } from './path.ts';

/** What else happens to an order's records: its stock is adjusted, its item replaced, and everything is looked at. */
export const staffPaths: readonly Path[] = [
  {
    name: 'its stock is adjusted, twice with one key',
    world: 'usual',
    drive: async (run) => {
      await Promise.all([run.place(), run.adjust(3)]);
      await run.adjust(3);
      await run.told('OrderPaymentSucceeded');
    },
    ends: ['Paid captured'],
  },
  {
    name: 'more of its stock is written off than there is',
    world: 'usual',
    drive: async (run) => {
      const { client, staff } = run.shop;
      const body = { delta: -1_000, reason: 'damaged' };
      await run.place();
      await run.persist([409], () => client.adjust(staff, run.sku(0), body));
    },
    ends: ['Paid captured'],
  },
  {
    name: 'its item is replaced',
    world: 'usual',
    drive: async (run) => {
      const { client, staff } = run.shop;
      const body = { name: 'Another name', price: { amount: 4_999, currency: 'USD' }, restockThreshold: 3 };
      await run.place();
      await run.persist([200], () => client.putItem(staff, run.sku(0), body));
    },
    ends: ['Paid captured'],
  },
  {
    name: 'it is looked at in every way',
    world: 'usual',
    drive: async (run) => {
      const { client, staff } = run.shop;
      const { orderId, buyer } = run;
      const sku = run.sku(0);
      await run.place();
      await run.told('OrderPaymentSucceeded');
      await run.persist([200], () => client.order(buyer.token, orderId));
      await run.persist([200], () => client.orders(buyer.token));
      await run.persist([200], () => client.orders(staff, { limit: 1 }));
      await run.persist([200], () => client.orderEvents(staff, orderId));
      await run.persist([200], () => client.items({ limit: 1 }));
      await run.persist([200], () => client.item(sku));
      await run.persist([200], () => client.stock(staff, sku));
      await run.persist([200], () => client.movements(staff, sku));
    },
    ends: ['Paid captured'],
  },
];
