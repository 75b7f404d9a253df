import { routes } from '../../functions/http/routes.ts';
import { DifferingBooks } from './differing-books.ts';
import { endFaults, type FaultRule, hits, inject } from './faults.ts';
import type { OrderView } from './schemas.ts';
import type { Buyer, Shop } from './shop.ts';
import { waitFor } from './wait.ts';

/** An order on one of the ways that an order can go: what gets in its way, and who does what to it. */
type Way = {
  readonly paymentMethod?: string;
  /** More than there is. */
  readonly isShort?: boolean;
  /** Of hot SKUs. */
  readonly isHot?: boolean;
  readonly fault?: FaultRule;
  readonly act?: Act;
};

/** @param struck waits until the fault that is laid for the order has struck */
type Act = (shop: Shop, order: OrderView, buyer: Buyer, struck: () => Promise<unknown>) => Promise<unknown>;

/** Keeps a call of a function on its way, so that something else comes first. */
function slow(name: string, operation: string, delayMilliseconds: number): FaultRule {
  return { at: 'call', function: name, operation, fault: 'delay', delayMilliseconds, times: 1 };
}

const cancel: Act = (shop, { orderId }, buyer) => shop.client.cancel(buyer.token, orderId);

/** Cancels an order once it is in a status that the delay of its next step keeps it in. */
function cancelIn(status: OrderView['status']): Act {
  return async (shop, order, buyer, struck) => {
    await shop.orderWhen(`${status}, or later`, order.orderId, (it) => it.status === status || ended(it));
    await cancel(shop, order, buyer, struck);
  };
}

/** Cancels an order whose step is held up. */
const cancelOnceStruck: Act = async (shop, order, buyer, struck) => {
  await struck();
  await cancel(shop, order, buyer, struck);
};

/** Waits for the capture; an order that a busy machine was too slow for is left as it ended. */
function oncePaid(act: Act): Act {
  return async (shop, order, buyer, struck) => {
    const it = await shop.orderWhen('the capture', order.orderId, (now) => captured(now) || now.status === 'Cancelled');
    if (captured(it)) await act(shop, order, buyer, struck);
  };
}

const captured = ({ status, payment }: OrderView) => status === 'Paid' && payment.status === 'captured';
const ended = ({ status }: OrderView) => status === 'Cancelled' || status === 'Paid' || status === 'Shipped';

/** Together they need all that the functions may do. */
const ways: readonly Way[] = [
  { act: oncePaid((shop, { orderId }) => shop.client.ship(shop.staff, orderId)) },
  { act: oncePaid(cancel) },
  { act: oncePaid((shop, { orderId }) => shop.client.cancel(shop.staff, orderId, { restock: false })) },
  { isShort: true },
  // Counted in batches: a release, a return by the saga, and a commit and return that are left to the sweep.
  { isHot: true, paymentMethod: 'pm_card_chargeDeclined' },
  { isHot: true, paymentMethod: 'pm_sim_capture_fails' },
  { isHot: true, act: oncePaid(cancel) },
  { isHot: true, fault: { ...slow('count-stock', 'UpdateItem', 12_000), times: 2 }, act: oncePaid(cancel) },
  // Written off before its commit is counted.
  {
    isHot: true,
    fault: slow('count-stock', 'PutItem', 12_000),
    act: oncePaid((shop, { orderId }) => shop.client.cancel(shop.staff, orderId, { restock: false })),
  },
  { paymentMethod: 'pm_card_chargeDeclined' },
  { paymentMethod: 'pm_sim_capture_fails' },
  // Cancelled before it asked for stock, before it was reserved, before its payment, and amid it.
  { act: cancel },
  { fault: slow('reserve-stock', 'TransactWriteItems', 3_000), act: cancelIn('AwaitingValidation') },
  { fault: slow('authorize-payment', 'UpdateItem', 3_000), act: cancelIn('StockConfirmed') },
  { fault: slow('authorize-payment', 'PutItem', 3_000), act: cancelOnceStruck },
  // Collides with another order, and is counted as a conflict.
  {
    fault: {
      at: 'call',
      function: 'reserve-stock',
      operation: 'TransactWriteItems',
      fault: 'transaction_conflict',
      times: 1,
    },
  },
  // Left to the sweep: an event that seems lost, a payment that does not begin in time, and a saga that died.
  { fault: slow('reserve-stock', 'TransactWriteItems', 4_000) },
  { fault: slow('authorize-payment', 'UpdateItem', 14_000) },
  { fault: { at: 'transition', operation: 'CommitOrder', fault: 'crash_before', times: 1 } },
];

/** Sends an order on each of its ways, all at once, and calls every route. Needs a grace period, to lay the traps in. */
export async function goEveryWay(shop: Shop): Promise<void> {
  // Two items, so that every list has a second page; in one order the quiet one would become hot, too.
  const [sku, hotSku] = await Promise.all([shop.newItem({ units: 100 }), shop.newItem({ units: 100, hot: true })]);
  const placed = await Promise.all(
    ways.map(async (way) => {
      const buyer = await shop.newBuyer();
      const lines = [{ sku: way.isHot ? hotSku : sku, quantity: way.isShort ? 1_000 : 1 }];
      const order = await shop.place(buyer, lines, way.paymentMethod);
      return { way, buyer, order };
    }),
  );
  const trapped = placed.filter(({ way }) => way.fault !== undefined);
  const rules = trapped.flatMap(({ way, order }) => (way.fault ? [{ ...way.fault, orderId: order.orderId }] : []));
  await inject(shop, 'every way', rules);
  await Promise.all(
    placed.map((it) => it.way.act?.(shop, it.order, it.buyer, () => strikes(shop, trapped.indexOf(it)))),
  );
  await shop.client.settle();
  await endFaults(shop);
  await goByEscrow(shop);
  await letBooksDiffer(shop, sku, placed[0]?.order.orderId ?? '');
  await callEveryRoute(shop, sku, placed[0]?.order.orderId ?? '', placed[0]?.buyer.token ?? '');
}

function strikes(shop: Shop, rule: number): Promise<true> {
  return waitFor('the fault to strike', async () => ((await hits(shop))[rule] === 1 ? true : undefined));
}

/**
 * A hot SKU and a quiet one, reserved by a worker that dies once it has decided: the sweep replays its batch. It dies
 * with all messages that it has, so that no other order is on its way. Later the quiet one is quiet again.
 */
async function goByEscrow(shop: Shop): Promise<void> {
  const skus = await Promise.all([shop.newItem({ units: 1, hot: true }), shop.newItem({ units: 1 })]);
  const [, quiet] = skus;
  await inject(shop, 'escrow', [
    { at: 'call', function: 'reserve-stock', operation: 'PutItem', fault: 'crash_after', times: 1 },
  ]);
  const lines = skus.map((sku) => ({ sku, quantity: 1 }));
  await shop.place(await shop.newBuyer(), lines);
  await shop.client.settle();
  await endFaults(shop);
  // Hot since it was bought with a hot one, and announced by nobody.
  await (await DifferingBooks.open(shop)).coolDown(quiet);
}

/** How many settled orders a run of the reconciliation looks at, where it runs every second. */
const ordersPerRun = 5;

async function letBooksDiffer(shop: Shop, sku: string, shippedOrderId: string): Promise<void> {
  const books = await DifferingBooks.open(shop);
  await books.loseUnit(sku);
  const { length: orders } = await shop.orders();
  await books.alterReservation(shippedOrderId, Math.ceil(orders / ordersPerRun) + 1);
}

/** Reads with the tokens of both roles, pages and cursors included; what writes is on the ways of orders. */
async function callEveryRoute(shop: Shop, sku: string, orderId: string, buyerToken: string): Promise<void> {
  const reads = routes.filter(({ method }) => method === 'GET');
  const paths = reads.map(({ path }) => path.replace('{sku}', sku).replace('{orderId}', orderId));
  for (const token of [shop.staff, buyerToken]) {
    const pages = paths.flatMap((path) => [`${path}?limit=1`, `${path}?cursor=AAAA`]);
    await Promise.all([...pages, '/nowhere'].map((path) => shop.client.send({ path, token })));
  }
}
