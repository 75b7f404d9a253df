import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BenchEngine, startBenchEngine } from '../../bench/engine.ts';
import { Shim, type ShimOptions } from '../../bench/shim/shim.ts';
import { ServiceError } from '../../local/ports.ts';

/** A clock that jumps from one end of a wait to the next. */
class Waits {
  readonly asked: number[] = [];
  now = 0;
  #waiting: { readonly until: number; readonly end: () => void }[] = [];

  readonly wait = (milliseconds: number): Promise<void> => {
    this.asked.push(milliseconds);
    return new Promise((end) => this.#waiting.push({ until: this.now + milliseconds, end }));
  };

  /** Lets time pass until nobody waits any more. */
  async passAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      this.now = Math.min(...this.#waiting.map(({ until }) => until));
      const over = this.#waiting.filter(({ until }) => until <= this.now);
      this.#waiting = this.#waiting.filter(({ until }) => until > this.now);
      for (const { end } of over) end();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

function shimOf(waits: Waits, options: Partial<ShimOptions> = {}): Shim {
  return new Shim({
    seed: 'test',
    latencyMilliseconds: [4, 4],
    writeUnitsPerSecond: 1000,
    now: () => waits.now,
    wait: waits.wait,
    ...options,
  });
}

const key = (sku: string) => ({ pk: { S: sku }, sk: { S: 'STOCK' } });

/** Sends a call through the shim to an engine that always agrees; answers the error, if the shim has one. */
async function call(shim: Shim, operation: string, input: object): Promise<unknown> {
  const body = Buffer.from(JSON.stringify(input));
  const point = { at: 'call', caller: 'test', service: 'DynamoDB_20120810', operation, body } as const;
  return shim.intercept(point, async () => 'written').catch((error: unknown) => error);
}

const update = (shim: Shim, sku: string) => call(shim, 'UpdateItem', { TableName: 'Stock', Key: key(sku) });
const transact = (shim: Shim, ...skus: string[]) =>
  call(shim, 'TransactWriteItems', {
    TransactItems: skus.map((sku) => ({ Update: { TableName: 'Stock', Key: key(sku) } })),
  });

function codeOf(answer: unknown): unknown {
  return answer instanceof ServiceError ? answer.code : answer;
}

describe('items in a transaction', () => {
  test('refuse another transaction, which is told which of its items was in the way', async () => {
    const waits = new Waits();
    const shim = shimOf(waits);
    const first = transact(shim, 'hot');
    const second = transact(shim, 'quiet', 'hot');
    await waits.passAll();
    expect(await first).toBe('written');
    const refused = await second;
    expect(codeOf(refused)).toBe('TransactionCanceledException');
    expect(refused).toHaveProperty('members.CancellationReasons', [{ Code: 'None' }, { Code: 'TransactionConflict' }]);
    expect(shim.refusals).toEqual({ conflicts: 1, throttles: 0 });
  });

  test('refuse a single write, and a read by transaction', async () => {
    const waits = new Waits();
    const shim = shimOf(waits);
    // It holds the item for 4 ms; the others reach the item after 2 ms.
    const first = transact(shim, 'hot');
    const write = update(shim, 'hot');
    const read = call(shim, 'TransactGetItems', { TransactItems: [{ Get: { TableName: 'Stock', Key: key('hot') } }] });
    await waits.passAll();
    expect(await first).toBe('written');
    expect(codeOf(await write)).toBe('TransactionConflictException');
    expect(codeOf(await read)).toBe('TransactionCanceledException');
  });

  test('are free again once it is over, and others always are', async () => {
    const waits = new Waits();
    const shim = shimOf(waits);
    const both = Promise.all([transact(shim, 'hot'), transact(shim, 'quiet')]);
    await waits.passAll();
    const after = transact(shim, 'hot', 'quiet');
    await waits.passAll();
    expect(await both).toEqual(['written', 'written']);
    expect(await after).toBe('written');
  });
});

describe('single writes', () => {
  test("of one item are in nobody's way but a transaction's", async () => {
    const waits = new Waits();
    const shim = shimOf(waits);
    const writes = Promise.all([update(shim, 'hot'), update(shim, 'hot')]);
    await waits.passAll();
    expect(await writes).toEqual(['written', 'written']);
  });

  test('refuse a transaction for as long as the engine writes', async () => {
    const waits = new Waits();
    const shim = shimOf(waits);
    const engine = Promise.withResolvers<string>();
    const body = Buffer.from(JSON.stringify({ TableName: 'Stock', Key: key('hot') }));
    const point = { at: 'call', caller: 'test', service: 'DynamoDB_20120810', operation: 'UpdateItem', body } as const;
    const write = shim.intercept(point, () => engine.promise);
    await waits.passAll();
    const refused = transact(shim, 'hot');
    await waits.passAll();
    engine.resolve('written');
    await waits.passAll();
    expect(codeOf(await refused)).toBe('TransactionCanceledException');
    const after = transact(shim, 'hot');
    await waits.passAll();
    expect([await write, await after]).toEqual(['written', 'written']);
  });
});

describe('write units', () => {
  async function updates(shim: Shim, waits: Waits, sku: string, count: number): Promise<unknown[]> {
    const answers = Promise.all(Array.from({ length: count }, () => update(shim, sku)));
    await waits.passAll();
    return (await answers).map(codeOf);
  }
  const throttled = 'ProvisionedThroughputExceededException';

  test('are those of an item: what one has used up is missing to no other', async () => {
    const waits = new Waits();
    const shim = shimOf(waits, { writeUnitsPerSecond: 100 });
    const answers = await updates(shim, waits, 'hot', 15);
    expect(answers.filter((answer) => answer === throttled)).toHaveLength(5);
    expect(await updates(shim, waits, 'quiet', 1)).toEqual(['written']);
    expect(shim.refusals).toEqual({ conflicts: 0, throttles: 5 });
  });

  test('come back evenly', async () => {
    const waits = new Waits();
    const shim = shimOf(waits, { writeUnitsPerSecond: 100 });
    await updates(shim, waits, 'hot', 15);
    waits.now += 50;
    const answers = await updates(shim, waits, 'hot', 15);
    expect(answers.filter((answer) => answer === 'written')).toHaveLength(6);
  });

  test('are two for each item of a transaction, which is cancelled for want of them', async () => {
    const waits = new Waits();
    const shim = shimOf(waits, { writeUnitsPerSecond: 10 });
    const first = transact(shim, 'hot');
    await waits.passAll();
    const second = transact(shim, 'other', 'hot');
    await waits.passAll();
    expect(await first).toBe('written');
    expect(await second).toHaveProperty('members.CancellationReasons', [{ Code: 'None' }, { Code: 'ThrottlingError' }]);
  });

  test('are as many as an item that is put has KB', async () => {
    const waits = new Waits();
    const shim = shimOf(waits, { writeUnitsPerSecond: 20 });
    const Item = { ...key('large'), note: { S: 'x'.repeat(5_000) } };
    const first = call(shim, 'PutItem', { TableName: 'Stock', Item });
    await waits.passAll();
    expect([codeOf(await first), ...(await updates(shim, waits, 'large', 1))]).toEqual(['written', throttled]);
  });
});

describe('latencies', () => {
  async function waitsOf(seed: string): Promise<number[]> {
    const waits = new Waits();
    const shim = shimOf(waits, { seed, latencyMilliseconds: [2, 8] });
    for (let call = 0; call < 50; call++) {
      const answer = transact(shim, 'hot');
      await waits.passAll();
      await answer;
    }
    return waits.asked;
  }

  test('lie between the two that were given, and are the same for the same seed', async () => {
    const waits = await waitsOf('a');
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...waits)).toBeLessThanOrEqual(8);
    expect(new Set(waits).size).toBeGreaterThan(40);
    expect(await waitsOf('a')).toEqual(waits);
    expect(await waitsOf('b')).not.toEqual(waits);
  });
});

describe('before an engine', () => {
  let engine: BenchEngine;
  let client: DynamoDBClient;
  beforeAll(async () => {
    engine = await startBenchEngine();
    const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
    const shim = new Shim({
      seed: 'test',
      latencyMilliseconds: [20, 40],
      writeUnitsPerSecond: 1000,
      now: () => performance.now(),
      wait,
    });
    const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
    client = new DynamoDBClient({ endpoint: await engine.behind(shim), region: 'us-east-1', credentials });
  });
  afterAll(async () => {
    client.destroy();
    await engine[Symbol.asyncDispose]();
  });

  const put = (sku: string) => ({
    TableName: engine.inventoryTable,
    Item: key(sku),
    ConditionExpression: 'attribute_not_exists(pk)',
  });

  test('collisions and lost conditions reach the SDK as its own errors', async () => {
    const writes = await Promise.allSettled(
      Array.from({ length: 2 }, () =>
        client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: put('a') }, { Put: put('b') }] })),
      ),
    );
    const refused = writes.flatMap((write) => (write.status === 'rejected' ? [write.reason] : []));
    expect(refused).toHaveLength(1);
    expect(refused[0]).toBeInstanceOf(TransactionCanceledException);
    expect(refused[0]).toHaveProperty('CancellationReasons.0.Code', 'TransactionConflict');
    await expect(client.send(new PutItemCommand(put('a')))).rejects.toBeInstanceOf(ConditionalCheckFailedException);
  });
});
