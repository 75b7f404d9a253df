import * as z from 'zod';
import { dynamodb, type EngineClient } from '../../../local/engine/engine-client.ts';
import { ensureTable } from '../../../local/engine/tables.ts';

const tableName = 'Comparison-Stock';

const answer = z.object({ Item: z.object({ available: z.object({ N: z.coerce.number() }) }) });

/** An item's stock that is read and written back with no condition, in a table beside those of the stack. */
export class UnguardedStock {
  readonly #engine: EngineClient;
  readonly #sku: string;

  constructor(engine: EngineClient, sku: string) {
    this.#engine = engine;
    this.#sku = sku;
  }

  async create(units: number): Promise<void> {
    await ensureTable(this.#engine, {
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'sku', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'sku', KeyType: 'HASH' }],
    });
    await this.write(units);
  }

  async read(): Promise<number> {
    const input = { TableName: tableName, Key: { sku: { S: this.#sku } }, ConsistentRead: true };
    return answer.parse(await this.#engine.call(dynamodb('GetItem'), input)).Item.available.N;
  }

  async write(available: number): Promise<void> {
    const Item = { sku: { S: this.#sku }, available: { N: String(available) } };
    await this.#engine.call(dynamodb('PutItem'), { TableName: tableName, Item });
  }
}
