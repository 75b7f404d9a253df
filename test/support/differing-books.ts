import {
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { toItem, toKey } from '../../adapters/dynamodb/codec.ts';
import { hotKey, reservationKey, stockKey } from '../../adapters/dynamodb/keys.ts';
import { allOf } from './pages.ts';
import { stackOf } from './redrive.ts';
import { discrepancySchema } from './schemas.ts';
import type { Shop } from './shop.ts';
import { waitFor } from './wait.ts';

/** Waits for so many runs of the reconciliation that have begun and ended. */
export async function reconciled(shop: Shop, runs = 1): Promise<void> {
  const ended = () => shop.run.metrics.filter((line) => line.includes('DiscrepanciesFound')).length;
  const before = ended();
  await waitFor(`${runs} runs`, () => (ended() > before + runs ? true : undefined));
}

/** A shop at rest, in whose tables somebody writes who may. */
export class DifferingBooks {
  readonly #shop: Shop;
  readonly #client: DynamoDBClient;
  readonly #table: string;

  static async open(shop: Shop): Promise<DifferingBooks> {
    const { configuration, output } = await stackOf(shop);
    return new DifferingBooks(shop, new DynamoDBClient(configuration), output('InventoryTableName'));
  }

  private constructor(shop: Shop, client: DynamoDBClient, table: string) {
    this.#shop = shop;
    this.#client = client;
    this.#table = table;
  }

  /** A unit is taken from a counter, found missing, and written off. */
  async loseUnit(sku: string): Promise<void> {
    await reconciled(this.#shop);
    await this.#update(toKey(stockKey(sku)), 'ADD available :change', { ':change': -1 });
    const found = () => allOf(discrepancySchema, (page) => this.#shop.client.discrepancies(this.#shop.staff, page));
    const lost = await waitFor('the discrepancy', async () =>
      (await found()).find((it) => it.status === 'open' && 'sku' in it && it.sku === sku),
    );
    await this.#shop.client.resolve(this.#shop.staff, lost.discrepancyId, 'Lost');
  }

  /** A reservation is not what its order says, for as long as it takes to look at every order once. */
  async alterReservation(orderId: string, runs: number): Promise<void> {
    await this.#setStatus(orderId, 'Released');
    await reconciled(this.#shop, runs);
    await this.#setStatus(orderId, 'Committed');
  }

  /** Nobody has wanted a hot SKU for long, as far as the sweep has seen: it becomes quiet. */
  async coolDown(sku: string): Promise<void> {
    const longAgo = '2020-01-01T00:00:00.000Z';
    await waitFor('the SKU to be quiet', async () => {
      const values = { ':seen': { leaseRequests: 0, at: longAgo }, ':longAgo': longAgo };
      await this.#update(toKey(hotKey(sku)), 'SET seen = :seen, quietSince = :longAgo', values);
      const { Item } = await this.#client.send(
        new GetItemCommand({ TableName: this.#table, Key: toKey(hotKey(sku)), ConsistentRead: true }),
      );
      return Item?.demotedAt === undefined ? undefined : true;
    });
  }

  async #setStatus(orderId: string, status: string): Promise<void> {
    await this.#update(
      toKey(reservationKey(orderId)),
      'SET #status = :status',
      { ':status': status },
      { '#status': 'status' },
    );
  }

  async #update(
    Key: UpdateItemCommandInput['Key'],
    UpdateExpression: string,
    values: Readonly<Record<string, unknown>>,
    ExpressionAttributeNames?: Record<string, string>,
  ): Promise<void> {
    const input = { TableName: this.#table, Key, UpdateExpression, ExpressionAttributeValues: toItem(values) };
    await this.#client.send(
      new UpdateItemCommand(ExpressionAttributeNames === undefined ? input : { ...input, ExpressionAttributeNames }),
    );
  }
}
