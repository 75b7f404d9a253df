import {
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../support/engine.ts';
import { DynamoDb } from './dynamodb/dynamodb.ts';
import { requests } from './dynamodb/requests.ts';
import { VirtualClock } from './time/clock.ts';
import { Random } from './time/random.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.stop());

/** The store of the simulation, whose answers come as soon as its clock has run. */
function simulatedStore(): (command: object) => Promise<object> {
  const clock = new VirtualClock();
  const random = new Random('store');
  const store = new DynamoDb({ clock, random, onWritten: () => undefined, transactionMilliseconds: () => 1 });
  return async (command) => {
    const answer = store.execute(command);
    answer.catch(() => undefined);
    await clock.run(() => false);
    return answer;
  };
}

/** What a caller can tell an answer by. Messages are for people, and differ. */
async function told(ask: () => Promise<object>): Promise<unknown> {
  try {
    const answer = await ask();
    const { Item, Items, Attributes } = { Item: undefined, Items: undefined, Attributes: undefined, ...answer };
    return { Item, Items, Attributes, Responses: 'Responses' in answer ? sorted(answer.Responses) : undefined };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return { name: error.name, Item: error.Item };
    if (error instanceof TransactionCanceledException) return (error.CancellationReasons ?? []).map(reason);
    return { name: error instanceof Error ? error.name : error };
  }
}

function reason({ Code, Item }: CancellationReason) {
  return { Code, Item };
}

/** A batch is answered in no order. */
function sorted(responses: unknown): string[] {
  const items = typeof responses === 'object' && responses !== null ? Object.values(responses).flat() : [];
  return items.map((item) => JSON.stringify(Object.entries(item ?? {}).sort())).sort();
}

/** Whatever the command is. */
async function sendToEngine(command: object): Promise<object> {
  const answer: object = await Reflect.apply(engine.client.send, engine.client, [command]);
  return answer;
}

let partitions = 0;

test('the store of the simulation answers as an engine does, request by request', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(requests, { minLength: 1, maxLength: 14 }), async (history) => {
      const place = { TableName: engine.tables.Orders, pk: `partition-${partitions++}` };
      const simulated = simulatedStore();
      for (const request of history) {
        const command = request(place);
        const expected = await told(() => sendToEngine(command));
        expect(await told(() => simulated(command)), JSON.stringify(command.input)).toEqual(expected);
      }
    }),
    { numRuns: 150 },
  );
});
