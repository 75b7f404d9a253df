import { late, type Path, slow } from './path.ts';
import type { Run } from './run.ts';

const paid = ['Paid captured'];
const undone = ['payment_failed voided'];
const declined = ['payment_failed declined'];

const buy = (paymentMethod?: string) => (run: Run) => run.place(paymentMethod);

/** Orders that are paid for, or cannot be. */
export const boughtPaths: readonly Path[] = [
  { name: 'paid', world: 'usual', drive: buy(), ends: paid },
  {
    name: 'paid, of two SKUs, to the last unit',
    world: 'usual',
    units: [3, 1],
    drive: (run) =>
      run.place(undefined, [
        { sku: run.sku(0), quantity: 1 },
        { sku: run.sku(1), quantity: 1 },
        { sku: run.sku(0), quantity: 2 },
      ]),
    ends: paid,
  },
  {
    name: 'short of one SKU of two',
    world: 'usual',
    units: [5, 1],
    drive: (run) =>
      run.place(undefined, [
        { sku: run.sku(0), quantity: 1 },
        { sku: run.sku(1), quantity: 2 },
      ]),
    ends: ['stock_rejected none'],
  },
  { name: 'declined', world: 'usual', drive: buy('pm_card_chargeDeclined'), ends: declined },
  { name: 'paid slowly', world: 'usual', drive: buy('pm_sim_slow'), ends: paid },
  { name: 'approved without an answer', world: 'usual', drive: buy('pm_sim_timeout_then_approved'), ends: paid },
  { name: 'declined without an answer', world: 'usual', drive: buy('pm_sim_timeout_then_declined'), ends: declined },
  { name: 'unavailable once', world: 'usual', drive: buy('pm_sim_unavailable_once'), ends: paid },
  { name: 'capture refused', world: 'usual', drive: buy('pm_sim_capture_fails'), ends: undone },
  {
    name: 'asked for twice at once, and again',
    world: 'usual',
    drive: async (run) => {
      await Promise.all([run.place(), run.place()]);
      await run.told('OrderPaymentSucceeded');
      await run.place();
    },
    ends: paid,
  },
  {
    name: 'shipped, asked for too early and again',
    world: 'usual',
    holds: [slow('capture-payment', 'PutItem')],
    drive: async (run) => {
      const ship = () => run.shop.client.ship(run.shop.staff, run.orderId);
      await run.place();
      await run.held();
      await run.persist([200, 409], ship);
      await run.told('OrderPaymentSucceeded');
      await run.persist([200], ship);
      await run.persist([200], ship);
      await run.persist([409], () => run.shop.client.cancel(run.buyer.token, run.orderId));
    },
    ends: ['Shipped captured'],
  },
  {
    name: 'paid after its grace period',
    world: 'graceful',
    drive: buy(),
    ends: paid,
  },
  {
    name: 'submitted, the end of the grace period late',
    world: 'graceful',
    holds: [late('EndGracePeriodQueue', 6_000)],
    drive: buy(),
    ends: paid,
  },
];
