import { DeleteItemCommand, PutItemCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { decideOrder, readOrder, readReservation } from '../../../adapters/dynamodb/changes.ts';
import { orderToItem, reservationToItem, stockFromItem, toItem, toKey } from '../../../adapters/dynamodb/codec.ts';
import { movementKey, stockKey } from '../../../adapters/dynamodb/keys.ts';
import { listMovements, putMovements } from '../../../adapters/dynamodb/movements.ts';
import { readOrderEvents } from '../../../adapters/dynamodb/order-events.ts';
import { listDiscrepancies } from '../../../adapters/dynamodb/reconciliation/discrepancies.ts';
import { simulatedProvider } from '../../../adapters/payments/simulated/provider.ts';
import { parseEvent } from '../../../domain/events/codec.ts';
import type { DomainEvent } from '../../../domain/events/event.ts';
import { movementsOf } from '../../../domain/inventory/movement.ts';
import type { Reservation } from '../../../domain/inventory/reservation.ts';
import { stockEvents } from '../../../domain/inventory/stock-events.ts';
import { cancelOrder } from '../../../domain/ordering/cancel.ts';
import { recordPayment } from '../../../domain/ordering/pay.ts';
import { paymentKey } from '../../../domain/payment/payment.ts';
import { addSeconds } from '../../../domain/time.ts';
import { reconcile } from '../../../functions/schedule/reconciliation/reconcile.ts';
import type { Count, Limits } from '../../../functions/schedule/reconciliation/run.ts';
import type { Api } from '../http/api.ts';
import { Shop } from '../http/shop.ts';

const limits: Limits = { skusPerPage: 100, skuPages: 100, ledgerPages: 500, ordersInFlight: 5_000, settledOrders: 100 };

/** A shop whose events nobody handles but the test, and the runs that compare its books. */
export class Books {
  readonly shop: Shop;
  readonly #api: Api;
  #now = new Date().toISOString();

  constructor(api: Api) {
    this.shop = new Shop(api);
    this.#api = api;
  }

  get tables() {
    const { client, tables } = this.#api.engine;
    return {
      client,
      ordersTable: tables.Orders,
      inventoryTable: tables.Inventory,
      catalogTable: tables.Catalog,
      movementsTable: tables.Movements,
    };
  }

  get countingTable() {
    return { ...this.tables, singleAttemptClient: this.tables.client };
  }

  get provider() {
    const { client, tables } = this.#api.engine;
    return simulatedProvider({ client, paymentLedgerTable: tables.PaymentLedger }, () => this.#now);
  }

  /** One run, some seconds after the one before. */
  async run(secondsLater = 60, bounds: Partial<Limits> = {}): Promise<Partial<Record<Count, number>>> {
    this.#now = addSeconds(this.#now, secondsLater);
    const books = { ...this.tables, provider: this.provider };
    const options = { books, limits: { ...limits, ...bounds }, at: this.#now, milliseconds: 60_000 };
    return Object.fromEntries(await reconcile(options));
  }

  /** What has been found of a SKU, newest first. */
  async found(sku: string) {
    const { discrepancies } = await listDiscrepancies(this.tables, { limit: 100 });
    return discrepancies.filter((discrepancy) => discrepancy.sku === sku);
  }

  /** A SKU with its units, and their ledger row. */
  async item(sku: string, units: number): Promise<void> {
    await this.shop.stockUp(sku, units);
    if (units > 0) await this.project(stockEvents(undefined, await this.stock(sku), this.#now));
  }

  async stock(sku: string) {
    const { client, inventoryTable } = this.tables;
    const { Items = [] } = await client.send(
      new ScanCommand({
        TableName: inventoryTable,
        ConsistentRead: true,
        FilterExpression: 'pk = :pk',
        ExpressionAttributeValues: toItem({ ':pk': stockKey(sku).pk }),
      }),
    );
    const [item] = Items.map(stockFromItem);
    if (item === undefined) throw new Error(`No stock of ${sku}`);
    return item;
  }

  async project(events: readonly DomainEvent[]): Promise<void> {
    const rows = events.flatMap(({ detailType, detail }) => {
      const { metadata, happening } = parseEvent(detailType, detail);
      return movementsOf(happening, metadata);
    });
    await putMovements(this.tables, rows);
  }

  /** Writes the ledger rows that an order's events tell. */
  async projectOrder(orderId: string): Promise<void> {
    await this.project(await readOrderEvents(this.tables, orderId));
  }

  async heldOrder(sku: string, quantity = 1): Promise<string> {
    const orderId = await this.shop.order(sku, quantity);
    await this.shop.confirm(orderId);
    await this.projectOrder(orderId);
    return orderId;
  }

  /** A paid order whose units came by escrow: its commit waits to be counted. */
  async orderByEscrow(sku: string, quantity: number): Promise<string> {
    const orderId = await this.shop.order(sku, quantity);
    await this.shop.confirm(orderId);
    const reservation = await readReservation(this.tables, orderId);
    if (reservation?.status !== 'Held') throw new Error(`Order ${orderId} is not held`);
    await this.replaceReservation({ ...reservation, batch: 'escrow' });
    const reference = { key: paymentKey(orderId), orderId, amount: (await this.order(orderId)).total };
    await this.shop.pay(orderId);
    await this.provider.authorize({ ...reference, paymentMethod: 'pm_card_visa' });
    await this.provider.capture(reference);
    await this.shop.capture(orderId);
    await this.projectOrder(orderId);
    return orderId;
  }

  /** An order that is paid and captured, at the provider too. */
  async paidOrder(sku: string, quantity = 1): Promise<string> {
    const orderId = await this.shop.order(sku, quantity);
    const reference = { key: paymentKey(orderId), orderId, amount: (await this.order(orderId)).total };
    await this.shop.pay(orderId);
    await this.provider.authorize({ ...reference, paymentMethod: 'pm_card_visa' });
    await this.provider.capture(reference);
    await this.shop.capture(orderId);
    await this.projectOrder(orderId);
    return orderId;
  }

  /** Cancels a paid order, and gives its money back. */
  async refund(orderId: string): Promise<void> {
    const at = this.#now;
    const wish = { requestedAt: at, by: 'buyer' } as const;
    const command = { wish, available: new Map<string, number>() };
    await decideOrder(this.tables, orderId, (order, reservation) => cancelOrder(order, reservation, command, { at }));
    const { total } = await this.order(orderId);
    await this.provider.refund({ key: paymentKey(orderId), orderId, amount: total });
    await decideOrder(this.tables, orderId, (order) => recordPayment(order, 'refunded', { at }));
    await this.projectOrder(orderId);
  }

  async order(orderId: string) {
    const order = await readOrder(this.tables, orderId);
    if (order === undefined) throw new Error(`There is no order ${orderId}`);
    return order;
  }

  /** What no function may do: each leaves the revision as it is. */
  async setByHand(sku: string, totals: Readonly<Record<string, number>>): Promise<void> {
    const names = Object.keys(totals);
    await this.tables.client.send(
      new UpdateItemCommand({
        TableName: this.tables.inventoryTable,
        Key: toKey(stockKey(sku)),
        UpdateExpression: `SET ${names.map((name) => `${name} = :${name}`).join(', ')}`,
        ExpressionAttributeValues: toItem(Object.fromEntries(names.map((name) => [`:${name}`, totals[name]]))),
      }),
    );
  }

  async replaceOrder(order: Parameters<typeof orderToItem>[0]): Promise<void> {
    const { client, ordersTable: TableName } = this.tables;
    await client.send(new PutItemCommand({ TableName, Item: orderToItem(order) }));
  }

  async replaceReservation(reservation: Reservation): Promise<void> {
    const { client, inventoryTable: TableName } = this.tables;
    await client.send(new PutItemCommand({ TableName, Item: reservationToItem(reservation) }));
  }

  async loseNewestMovement(sku: string): Promise<void> {
    const [newest] = await listMovements(this.tables, sku, { limit: 1 });
    if (newest === undefined) throw new Error(`The ledger of ${sku} is empty`);
    const { client, movementsTable: TableName } = this.tables;
    const Key = toKey(movementKey(sku, newest.at, newest.movementId));
    await client.send(new DeleteItemCommand({ TableName, Key }));
  }

  /** Everything but what reconciling may write, by its keys. */
  async everythingElse(): Promise<Record<string, unknown>> {
    const { client, tables } = this.#api.engine;
    const scans = Object.values(tables).map((TableName) =>
      client.send(new ScanCommand({ TableName, ConsistentRead: true })),
    );
    const items = (await Promise.all(scans)).flatMap(({ Items = [] }) => Items).map((item) => unmarshall(item));
    const others = items.filter(({ pk }) => !/^(DISCREPANCY|RECONCILIATION)#/.test(String(pk)));
    return Object.fromEntries(others.map((item) => [`${item.pk} ${item.sk}`, item]));
  }
}
