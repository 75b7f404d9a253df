import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Engine, startEngine } from '../../../local/engine/engine.ts';
import { dynamodb } from '../../../local/engine/engine-client.ts';
import { ensureTable } from '../../../local/engine/tables.ts';
import type { Journal } from '../../../local/journal/journal.ts';
import type { JsonObject } from '../../../local/json.ts';
import { type Authorizer, passThrough, unrestricted } from '../../../local/ports.ts';
import { systemClock } from '../../../local/runtime/system-clock.ts';
import { Streams } from '../../../local/streams/streams.ts';
import { waitFor } from '../../support/wait.ts';
import { denying } from '../denying.ts';
import { type FakeFunction, FakeFunctions, failure, openFunction } from '../fake-functions.ts';
import { temporaryJournal } from '../temporary-journal.ts';
import { deadQueueArn, mapping, numbersIn } from './stream-world.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function table() {
  const engine = await startEngine({ endpoint: undefined, dataDirectory: undefined, onUnexpectedExit: console.error });
  closers.push(engine.stop);
  const streamArn = await ensureTable(engine.client, {
    TableName: 'Things',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  const put = (pk: string, value = 'x') =>
    engine.client.call(dynamodb('PutItem'), { TableName: 'Things', Item: { pk: { S: pk }, value: { S: value } } });
  return { engine, put, streamArn: streamArn ?? '' };
}

type Reading = { readonly engine: Engine; readonly streamArn: string; readonly journal: Journal };

/** Reads the stream with a function, as one run of the runtime. */
function read(
  { engine, streamArn, journal }: Reading,
  answer: FakeFunction,
  properties: JsonObject = {},
  access: Authorizer = unrestricted,
) {
  const functions = new FakeFunctions({ handler: answer });
  const dead: string[] = [];
  const streams = new Streams({
    engine: engine.client,
    journal,
    queues: { send: (queueArn, body) => dead.push(`${queueArn} ${body}`) },
    invoker: functions,
    interceptor: passThrough,
    access,
    clock: systemClock,
    report: () => undefined,
  });
  streams.add(mapping(properties), streamArn);
  streams.start();
  closers.push(() => streams.stop());
  const numbers = () => functions.calls.flatMap(({ payload }) => numbersIn(payload));
  const quiet = () => waitFor('the stream to be handled', () => (streams.pending().length === 0 ? true : undefined));
  return { functions, streams, dead, numbers, quiet };
}

const text = z.object({ S: z.string() });
const payloadSchema = z.object({
  Records: z.array(z.object({ dynamodb: z.object({ NewImage: z.object({ pk: text, value: text }) }) })),
});

const succeed: FakeFunction = () => ({ ok: true, payload: null });

describe('The stream of a table', () => {
  it('hands records over as Lambda does, what was there before first', async () => {
    const { journal } = temporaryJournal();
    const { put, ...reading } = await table();
    await put('a');
    const { functions, streams, quiet } = read({ ...reading, journal }, succeed);
    await quiet();
    await put('b');
    streams.wake('Things');
    expect(streams.pending()).not.toEqual([]);
    await quiet();
    const payloads = functions.calls.map(({ payload }) => payload);
    const recordOf = (pk: string) => ({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/Things/stream/local',
      dynamodb: expect.objectContaining({
        Keys: { pk: { S: pk } },
        NewImage: { pk: { S: pk }, value: { S: 'x' } },
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      }),
    });
    expect(payloads).toEqual([{ Records: [recordOf('a')] }, { Records: [recordOf('b')] }]);
  });

  it('leaves out what the filter does, and writes that changed nothing', async () => {
    const { journal } = temporaryJournal();
    const { put, ...reading } = await table();
    for (const [pk, value] of [['a'], ['b'], ['b'], ['b', 'y']] as const) await put(pk, value);
    const Pattern = '{"dynamodb":{"Keys":{"pk":{"S":["b"]}}}}';
    const { quiet, numbers } = read({ ...reading, journal }, succeed, { FilterCriteria: { Filters: [{ Pattern }] } });
    await quiet();
    expect(numbers()).toEqual(['2', '4']);
  });

  it('is not read if the function may not', async () => {
    const { journal } = temporaryJournal();
    const { put, ...reading } = await table();
    await put('a');
    const access = denying('dynamodb:GetRecords');
    const { functions, streams } = read({ ...reading, journal }, succeed, {}, access);
    await waitFor(
      'a second look',
      () => access.asked.filter((it) => it.includes('GetRecords')).length > 1 || undefined,
    );
    expect(functions.calls).toEqual([]);
    expect(streams.pending()).toEqual(['stream of Things: unread writes']);
  });

  it('loses what is given up if the function may not send it to the on-failure queue', async () => {
    const { journal } = temporaryJournal();
    const { put, ...reading } = await table();
    await put('a');
    const properties = { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: deadQueueArn } } };
    const access = denying('sqs:SendMessage');
    const { dead, quiet } = read({ ...reading, journal }, () => failure('Broken'), properties, access);
    await quiet();
    expect(dead).toEqual([]);
    expect(access.asked.at(-1)).toContain(`sqs:SendMessage ${deadQueueArn}`);
  });

  it('goes on behind what was handled, after a kill', async () => {
    const file = temporaryJournal();
    const { put, ...reading } = await table();
    await put('a');
    const first = read({ ...reading, journal: file.journal }, succeed);
    await first.quiet();
    await first.streams.stop();
    await put('b');
    const second = read({ ...reading, journal: file.reopen() }, succeed);
    await second.quiet();
    expect(second.numbers()).toEqual(['2']);
  });

  it('hands over again what was not handled before a kill', async () => {
    const file = temporaryJournal();
    const { put, ...reading } = await table();
    await put('a');
    const { call, open } = openFunction();
    const first = read({ ...reading, journal: file.journal }, call);
    await waitFor('the call', () => (open() > 0 ? true : undefined));
    await first.streams.stop();
    const second = read({ ...reading, journal: file.reopen() }, succeed);
    await second.quiet();
    expect(second.numbers()).toEqual(['1']);
  });

  it('sends what is given up to the on-failure queue, from where it can be redriven', async () => {
    const { journal } = temporaryJournal();
    const { put, ...reading } = await table();
    await put('a');
    let isBroken = true;
    const properties = { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: deadQueueArn } } };
    const answer: FakeFunction = (payload) => (isBroken ? failure('Broken') : { ok: true, payload });
    const { quiet, dead, streams, numbers } = read({ ...reading, journal }, answer, properties);
    await quiet();
    expect(dead).toHaveLength(1);
    const message = dead[0]?.slice(deadQueueArn.length) ?? '';
    expect(await streams.redrive(message)).toBe(false);
    isBroken = false;
    expect(await streams.redrive(message)).toBe(true);
    expect(numbers()).toEqual(['1', '1', '1']);
    expect(await streams.redrive('{}')).toBe(false);
  });

  it('keeps the order of the records of each item', async () => {
    const { journal } = temporaryJournal();
    const { put, ...reading } = await table();
    for (let n = 0; n < 60; n += 1) await put(`item-${n % 6}`, String(n));
    const properties = { ParallelizationFactor: 4, BatchSize: 3 };
    const { functions, quiet } = read({ ...reading, journal }, succeed, properties);
    await quiet();
    const seen = functions.calls.flatMap(({ payload }) => payloadSchema.parse(payload).Records);
    const images = seen.map(({ dynamodb: { NewImage } }) => NewImage);
    const values = (item: string) => images.filter(({ pk }) => pk.S === item).map(({ value }) => Number(value.S));
    expect(images).toHaveLength(60);
    for (let item = 0; item < 6; item += 1) {
      expect(values(`item-${item}`)).toEqual(Array.from({ length: 10 }, (_, index) => item + index * 6));
    }
  });
});
