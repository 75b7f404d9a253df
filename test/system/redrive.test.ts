import { once } from 'node:events';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, test } from 'vitest';
import { readBooks } from '../support/books.ts';
import { awsEnvironment, startCloudFormation } from '../support/cloudformation.ts';
import { DeadLetterOffice } from '../support/dead-letters.ts';
import { endFaults, hits, inject } from '../support/faults.ts';
import { testLawsAfterwards, violations } from '../support/laws.ts';
import { redrive, runRedrive, type StackOfShop, spawnRedrive, stackOf } from '../support/redrive.ts';
import { useShop } from '../support/use-shop.ts';
import { waitFor } from '../support/wait.ts';

/** No sweep comes to help, and the saga's retries are short. */
const shop = useShop({ SWEEP_SECONDS: 3600, SAGA_TIMEOUT_SECONDS: 30 });
const forever = 600_000;

let stack: StackOfShop;
let office: DeadLetterOffice;
/** The endpoint's port is another one after a restart. */
async function openOffice() {
  stack = await stackOf(shop());
  office = new DeadLetterOffice(stack);
}
beforeAll(openOffice);

/** What no redrive of work that was done may change. */
async function effects() {
  const { stock, movements, orders, payments } = await readBooks(shop());
  return { stock: stock.toSorted((one, other) => (one.sku < other.sku ? -1 : 1)), movements, orders, payments };
}

async function hitsOf(rule: number, count: number): Promise<void> {
  await waitFor(`rule ${rule} to strike ${count} times`, async () =>
    (await hits(shop()))[rule] === count ? true : undefined,
  );
}

test('with nothing to redrive the command says so, and succeeds', async () => {
  const { code, output, errors } = await runRedrive({ BASE_URL: shop().run.url }, []);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(output).toContain('Nothing waits for a person.');
});

describe('an event that its consumer could not handle', () => {
  let orderId = '';

  test('is listed with its order and the next step, and listing changes nothing', async () => {
    const sku = await shop().newItem({ units: 3 });
    // Both batches that may run at a time are held up, so that the third order's message waits on the queue.
    await inject(shop(), 'slow', [
      { at: 'delivery', function: 'FunctionsReserveStock', fault: 'delay', delayMilliseconds: forever, times: 2 },
    ]);
    for (const count of [1, 2]) {
      await shop().placeOne(sku);
      await hitsOf(0, count);
    }
    ({ orderId } = await shop().placeOne(sku));
    await office.giveUp('ReserveStockQueueUrl');

    const { output } = await runRedrive({ BASE_URL: shop().run.url }, []);
    expect(output).toMatch(
      new RegExp(`^ {2}consumer +ReserveStock +\\d+ s +${orderId} +OrderStatusChangedToAwaiting`, 'm'),
    );
    expect(output).toContain('1 thing to redrive.');
    expect(output).toContain('Next: npm run redrive -- --all');
    const again = await redrive(shop());
    expect(again.items).toMatchObject([
      { kind: 'consumer', where: 'ReserveStock', orderId, why: expect.stringContaining('could not handle') },
    ]);
    expect(again.hidden).toBe(0);
  });

  test('is lost neither by the death of a redrive in the middle nor by that of the shop', async () => {
    await inject(shop(), 'dying redrive', [
      { at: 'call', function: 'operator', operation: 'DeleteMessage', fault: 'delay', delayMilliseconds: forever },
    ]);
    const dying = spawnRedrive({ BASE_URL: shop().run.url }, ['--all']);
    await hitsOf(0, 1);
    // Somebody else sees that there is something, and that somebody works on it.
    expect(await redrive(shop())).toMatchObject({ items: [], hidden: 1 });
    dying.kill('SIGKILL');
    await once(dying, 'exit');
    await shop().run.kill();
    await shop().run.restart();
    await openOffice();
    // It was handed over before the death, and its letter is still there.
    expect(await shop().client.settle()).toBe(1);
    expect(await shop().order(orderId)).toMatchObject({ status: 'Paid' });
  });

  test('has one effect, however often it is redriven', async () => {
    const before = await effects();
    const done = await redrive(shop(), '--order', orderId);
    expect(done).toMatchObject({ code: 0, items: [{ orderId, outcome: 'redriven' }] });
    expect(await shop().client.settle()).toBe(0);
    expect(await effects()).toEqual(before);
    expect(await shop().payments(orderId)).toEqual(['authorize succeeded', 'capture succeeded']);
    expect(await redrive(shop(), '--all')).toMatchObject({ code: 0, items: [] });
  });
});

test('events that a rule could not deliver reach every consumer once more, and change nothing', async () => {
  const sku = await shop().newItem({ units: 2 });
  const { orderId } = await shop().paidOrder(sku);
  await shop().client.settle();
  const before = await effects();
  const events = (await shop().client.events()).filter(({ detail }) => JSON.stringify(detail).includes(orderId));
  const consumers = {
    ReserveStock: 'AwaitingValidation',
    AdvanceOrder: 'OrderStockConfirmed',
    ProjectMovements: 'ToPaid',
  };
  for (const [consumer, type] of Object.entries(consumers)) {
    const event = events.find(({ detailType }) => detailType.endsWith(type));
    if (event === undefined) throw new Error(`There is no ${type}`);
    await office.postUndelivered(consumer, event);
    await office.postUndelivered(consumer, event);
  }
  const { items } = await redrive(shop(), '--kind', 'consumer');
  expect(items.map(({ where, outcome }) => `${where} ${outcome}`).sort()).toEqual(
    Object.keys(consumers)
      .sort()
      .flatMap((name) => [`${name} redriven`, `${name} redriven`]),
  );
  expect(await shop().client.settle()).toBe(0);
  expect(await effects()).toEqual(before);
});

test('a compensation that fails five times is retried; given up, it is a dead letter; redriven, it completes', async () => {
  const sku = await shop().newItem({ units: 1 });
  await inject(shop(), 'no release', [{ at: 'invoke', function: 'FunctionsReleaseStock', fault: 'error' }]);
  const { orderId } = await shop().placeOne(sku, 1, 'pm_card_chargeDeclined');
  await waitFor('five failures', async () => (((await hits(shop()))[0] ?? 0) >= 5 ? true : undefined));
  expect(await shop().stock(sku)).toMatchObject({ available: 0, reserved: 1 });

  // What the backstop of the state machine would do after minutes, or a person at once.
  const executionArn = `${stack.output('StateMachineArn').replace(':stateMachine:', ':execution:')}:${orderId}`;
  const states = new SFNClient(stack.configuration);
  await states.send(new StopExecutionCommand({ executionArn, error: 'Hopeless', cause: 'five failures' }));
  const letter = await waitFor('the dead letter', async () => (await redrive(shop())).items[0]);
  expect(letter).toMatchObject({
    kind: 'execution',
    where: 'FailedExecutions',
    orderId,
    why: 'ABORTED: Hopeless: five failures',
  });

  await endFaults(shop());
  expect(await redrive(shop(), '--all')).toMatchObject({ code: 0, items: [{ orderId, outcome: 'redriven' }] });
  expect(await shop().ended(orderId)).toMatchObject({ status: 'Cancelled', reason: 'payment_failed' });
  expect(await shop().client.settle()).toBe(0);
  expect(await shop().stock(sku)).toMatchObject({ available: 1, reserved: 0, sold: 0 });

  // The same letter once more, now that nothing is left to do.
  await office.post('FailedExecutionsQueueUrl', letter.body ?? '');
  const again = await redrive(shop(), '--kind', 'execution');
  expect(again).toMatchObject({ code: 0, items: [{ orderId, outcome: 'nothing_to_do' }] });
});

describe('what the relay could not publish', () => {
  test('is published from the stored items when the stream has lost it, while the relay still fails', async () => {
    const begin = new Date();
    await inject(shop(), 'mute', [{ at: 'call', function: 'publish-events', operation: 'PutEvents', fault: 'error' }]);
    const sku = await shop().newItem({ units: 4 });
    const relayed = async (table: 'Orders' | 'Inventory') => {
      await office.postFailedBatch(table, begin, new Date());
      const { code, items } = await redrive(shop(), '--kind', 'stream');
      expect({ code, items }).toMatchObject({
        code: 0,
        items: [{ outcome: 'redriven', detail: expect.stringContaining('stored items') }],
      });
    };
    await relayed('Inventory');
    await waitFor('the ledger row of the adjustment', async () => (await shop().movements(sku))[0]);
    expect(await shop().movements(sku)).toMatchObject([{ cause: 'adjusted', available: 4 }]);

    const { orderId } = await shop().placeOne(sku);
    await relayed('Orders');
    await waitFor('the reservation', async () => ((await shop().stock(sku)).reserved === 1 ? true : undefined));
    await relayed('Inventory');
    expect(await shop().ended(orderId)).toMatchObject({ status: 'Paid', payment: { status: 'captured' } });
  });

  test('and published by the relay, too, once it works again, has one effect', async () => {
    await endFaults(shop());
    expect(await shop().client.settle()).toBe(0);
    expect(violations(await readBooks(shop()))).toEqual([]);
  });

  test('is published from the stream as long as that has it, with the ids that it always had', async () => {
    const sku = await shop().newItem({ units: 1, restockThreshold: 1 });
    await shop().paidOrder(sku);
    await shop().client.settle();
    const before = await effects();
    const told = await shop().client.events();
    const records = await recordsOfTable('InventoryTableName', sku);
    const [first, last] = [records[0]?.place ?? '', records.at(-1)?.place ?? ''];
    const place = { shardId: records[0]?.shardId ?? '', startSequenceNumber: first, endSequenceNumber: last };
    await office.postFailedBatch('Inventory', new Date(), new Date(), place);
    const { items } = await redrive(shop(), '--kind', 'stream');
    expect(items).toMatchObject([{ outcome: 'redriven', detail: expect.stringContaining('from the stream') }]);
    await shop().client.settle();
    const again = (await shop().client.events()).slice(told.length);
    // The crossings, too, which no stored item tells.
    expect(again.map(({ detailType }) => detailType)).toEqual(
      expect.arrayContaining(['StockAdjusted', 'OrderStockConfirmed', 'StockBelowRestockThreshold', 'StockDepleted']),
    );
    const details = told.map(({ detail }) => detail);
    for (const { detail } of again) expect(details).toContainEqual(detail);
    expect(await effects()).toEqual(before);
  });
});

/** The places in a table's stream of the changes that name something. */
async function recordsOfTable(tableOutput: string, named: string) {
  const [dynamodb, streams] = [new DynamoDBClient(stack.configuration), new DynamoDBStreamsClient(stack.configuration)];
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: stack.output(tableOutput) }));
  const StreamArn = Table?.LatestStreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const shardId = StreamDescription?.Shards?.[0]?.ShardId ?? '';
  const start = { StreamArn, ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
  let { ShardIterator } = await streams.send(new GetShardIteratorCommand(start));
  const found: _Record[] = [];
  for (;;) {
    const page = await streams.send(new GetRecordsCommand({ ShardIterator }));
    found.push(...(page.Records ?? []));
    if (page.Records?.length === 0 || page.NextShardIterator === undefined) break;
    ShardIterator = page.NextShardIterator;
  }
  return found
    .filter((record) => JSON.stringify(record.dynamodb).includes(named))
    .map(({ dynamodb: change }) => ({ shardId, place: change?.SequenceNumber ?? '' }));
}

test('a letter that nobody can handle stays, with its reason, until somebody throws it away by its id', async () => {
  await office.post('ReserveStockDeadLetterQueueUrl', '{"hello": 1}');
  const { code, items } = await redrive(shop(), '--all');
  expect({ code, items }).toMatchObject({ code: 1, items: [{ kind: 'unknown', outcome: 'left' }] });
  const [{ id = '', detail = '' } = {}] = items;
  expect(detail).toBe('nothing of this stack would write it');
  // As an operator does it in AWS: the stack's name is all that the command knows.
  const { url, stop } = await startCloudFormation('Shop', stack.outputs);
  const aws = awsEnvironment(url, stack.configuration.endpoint);
  const thrown = await runRedrive(aws, ['--stack', 'Shop', '--region', stack.configuration.region, '--discard', id]);
  stop();
  expect(thrown.code).toBe(0);
  expect(JSON.parse(thrown.output)).toMatchObject({ id, body: '{"hello": 1}' });
  expect((await redrive(shop())).items).toEqual([]);
});

testLawsAfterwards(shop);
