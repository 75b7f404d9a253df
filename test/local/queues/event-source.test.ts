import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Journal } from '../../../local/journal/journal.ts';
import { type Interceptor, type InvocationResult, passThrough } from '../../../local/ports.ts';
import { QueueEventSource } from '../../../local/queues/event-source.ts';
import { Queues } from '../../../local/queues/queues.ts';
import { queueArn } from '../arns.ts';
import { FakeClock } from '../fake-clock.ts';
import { type FakeFunction, FakeFunctions, failure, functionArn, openFunction } from '../fake-functions.ts';
import { temporaryJournal } from '../temporary-journal.ts';

const work = queueArn('work');
const dead = queueArn('dead');
const handler = functionArn('handler');
const reporting = { FunctionResponseTypes: ['ReportBatchItemFailures'] };

const sqsEvent = z.object({ Records: z.array(z.looseObject({ messageId: z.string(), body: z.string() })) });

type World = {
  readonly queues: Queues;
  readonly functions: FakeFunctions;
  readonly source: QueueEventSource;
  /** The bodies of each batch that was handed over. */
  batches(): readonly (readonly string[])[];
};

let clock: FakeClock;
let reports: string[];

/** A function `handler` that reads the queue `work`, whose messages go to `dead` after two receives. */
function world(
  call: FakeFunction,
  properties: object = {},
  {
    journal = new Journal(':memory:'),
    interceptor = passThrough,
  }: { journal?: Journal; interceptor?: Interceptor } = {},
): World {
  const queues = new Queues({ journal, clock });
  queues.add(dead, {});
  queues.add(work, { VisibilityTimeout: 30, RedrivePolicy: { deadLetterTargetArn: dead, maxReceiveCount: 2 } });
  const functions = new FakeFunctions({ handler: call });
  const ports = { queues, clock, invoker: functions, interceptor, report: (text: string) => reports.push(text) };
  const source = new QueueEventSource(ports, handler, { EventSourceArn: work, FunctionName: 'handler', ...properties });
  source.start();
  const batches = () => functions.calls.map(({ payload }) => bodiesOf(payload));
  return { queues, functions, source, batches };
}

function bodiesOf(payload: unknown): readonly string[] {
  return sqsEvent.parse(payload).Records.map(({ body }) => body);
}

function succeed(payload: unknown = null): InvocationResult {
  return { ok: true, payload };
}

/** Fails the messages with these bodies, by their ids. */
function failingItems(...bodies: readonly string[]): FakeFunction {
  return (payload) => {
    const failed = sqsEvent.parse(payload).Records.filter(({ body }) => bodies.includes(body));
    return succeed({ batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) });
  };
}

function send(queues: Queues, ...bodies: readonly string[]): void {
  for (const body of bodies) queues.send(work, body);
}

beforeEach(() => {
  clock = new FakeClock();
  reports = [];
});

describe('An event source', () => {
  it('hands messages over as Lambda does, and deletes them after a success', async () => {
    const { queues, functions } = world(() => succeed());
    queues.send(work, 'hello', { colour: 'red' });
    await clock.advance(0);
    expect(functions.calls).toEqual([
      {
        functionArn: handler,
        payload: {
          Records: [
            {
              messageId: expect.stringMatching(/^[0-9a-f-]{36}$/u),
              receiptHandle: expect.any(String),
              body: 'hello',
              attributes: {
                ApproximateReceiveCount: '1',
                SentTimestamp: String(clock.now()),
                SenderId: expect.any(String),
                ApproximateFirstReceiveTimestamp: String(clock.now()),
              },
              messageAttributes: {
                colour: { stringValue: 'red', stringListValues: [], binaryListValues: [], dataType: 'String' },
              },
              md5OfBody: '5d41402abc4b2a76b9719d911017c592',
              eventSource: 'aws:sqs',
              eventSourceARN: work,
              awsRegion: 'eu-central-1',
            },
          ],
        },
      },
    ]);
    expect(queues.messages(work)).toEqual([]);
  });

  it('hands over what was there before it started', async () => {
    const file = temporaryJournal();
    send(world(() => succeed(), { Enabled: false }, { journal: file.journal }).queues, 'a');
    const { batches } = world(() => succeed(), {}, { journal: file.reopen() });
    await clock.advance(0);
    expect(batches()).toEqual([['a']]);
  });

  it('hands over at most a batch at a time, and no more batches at once than its concurrency', async () => {
    const open = openFunction();
    const { queues, batches } = world(open.call, { BatchSize: 2, ScalingConfig: { MaximumConcurrency: 2 } });
    send(queues, 'a', 'b', 'c', 'd', 'e');
    await clock.advance(0);
    expect(batches()).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    open.answer(succeed());
    await clock.advance(0);
    expect(batches().at(-1)).toEqual(['e']);
  });

  it('does nothing when it is disabled', async () => {
    const { queues, functions } = world(() => succeed(), { Enabled: false });
    send(queues, 'a');
    await clock.advance(60_000);
    expect(functions.calls).toEqual([]);
  });

  it('waits for the end of a delay', async () => {
    const { queues, functions } = world(() => succeed());
    queues.sendMessage(work, 'a', { delaySeconds: 5 });
    await clock.advance(4999);
    expect(functions.calls).toHaveLength(0);
    await clock.advance(1);
    expect(functions.calls).toHaveLength(1);
  });

  it('gathers a batch for as long as its window, or until it is full', async () => {
    const { queues, batches } = world(() => succeed(), { BatchSize: 3, MaximumBatchingWindowInSeconds: 2 });
    send(queues, 'a');
    await clock.advance(1000);
    send(queues, 'b');
    await clock.advance(999);
    expect(batches()).toEqual([]);
    await clock.advance(1);
    expect(batches()).toEqual([['a', 'b']]);
    send(queues, 'c', 'd', 'e', 'f');
    await clock.advance(0);
    expect(batches().at(-1)).toEqual(['c', 'd', 'e']);
  });

  it('hands over nothing after it was stopped', async () => {
    const { queues, functions, source } = world(() => succeed());
    source.stop();
    send(queues, 'a');
    await clock.advance(60_000);
    expect(functions.calls).toEqual([]);
  });
});

describe('A batch that failed', () => {
  it('comes again as a whole after its visibility timeout, then goes to the dead-letter queue', async () => {
    const { queues, batches } = world(() => failure('Error'), reporting);
    send(queues, 'a', 'b');
    await clock.advance(29_999);
    expect(batches()).toHaveLength(1);
    await clock.advance(1);
    expect(batches()).toHaveLength(2);
    await clock.advance(30_000);
    expect(batches()).toHaveLength(2);
    expect(queues.messages(dead).map(({ body }) => body)).toEqual(['a', 'b']);
  });

  it('in part comes again in this part only', async () => {
    const { queues, batches } = world(failingItems('b'), reporting);
    send(queues, 'a', 'b', 'c');
    await clock.advance(30_000);
    expect(batches()).toEqual([['a', 'b', 'c'], ['b']]);
  });

  it('comes again when its visibility timeout was changed to', async () => {
    const handOver: FakeFunction = (payload) => {
      const [record] = z.object({ Records: z.array(z.object({ receiptHandle: z.string() })) }).parse(payload).Records;
      queues.changeVisibility(record?.receiptHandle ?? '', 3);
      return failure('Error');
    };
    const { queues, batches } = world(handOver);
    send(queues, 'a');
    await clock.advance(2999);
    expect(batches()).toHaveLength(1);
    await clock.advance(1);
    expect(batches()).toHaveLength(2);
  });

  it('comes again when the interceptor fails its delivery', async () => {
    const interceptor: Interceptor = { intercept: () => Promise.reject(new Error('no route')) };
    const { queues, functions } = world(() => succeed(), {}, { interceptor });
    send(queues, 'a');
    await clock.advance(0);
    expect(functions.calls).toEqual([]);
    expect(queues.counts(work).inFlight).toBe(1);
  });
});

describe('The answer of a function that reports batch item failures', () => {
  const complete: readonly (readonly [string, unknown])[] = [
    ['null', null],
    ['an empty object', {}],
    ['an empty list', { batchItemFailures: [] }],
    ['null for the list', { batchItemFailures: null }],
  ];
  const broken: readonly (readonly [string, unknown])[] = [
    ['a string', 'done'],
    ['an unknown id', { batchItemFailures: [{ itemIdentifier: 'other' }] }],
    ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['a null id', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['a misnamed id', { batchItemFailures: [{ id: 'a' }] }],
  ];

  it.each(complete)('means a complete success if it is %s', async (_name, answer) => {
    const { queues } = world(() => succeed(answer), reporting);
    send(queues, 'a', 'b');
    await clock.advance(0);
    expect(queues.messages(work)).toEqual([]);
    expect(reports).toEqual([]);
  });

  it.each(broken)('means a complete failure if it is or has %s', async (_name, answer) => {
    const { queues } = world(() => succeed(answer), reporting);
    send(queues, 'a', 'b');
    await clock.advance(0);
    expect(queues.messages(work)).toHaveLength(2);
    expect(reports).toHaveLength(1);
  });

  it('is not looked at without ReportBatchItemFailures', async () => {
    const { queues } = world(() => succeed('done'));
    send(queues, 'a');
    await clock.advance(0);
    expect(queues.messages(work)).toEqual([]);
  });
});

describe('Filter criteria', () => {
  const criteria = (...patterns: readonly object[]) => ({
    FilterCriteria: { Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) },
  });

  it('let through what matches one of them, and delete the rest', async () => {
    const filters = criteria({ body: { kind: ['a'] } }, { body: ['plain'] });
    const { queues, batches } = world(() => succeed(), filters);
    send(queues, '{"kind":"a"}', '{"kind":"b"}', 'plain', 'other');
    await clock.advance(0);
    expect(batches()).toEqual([['{"kind":"a"}', 'plain']]);
    expect(queues.messages(work)).toEqual([]);
  });
});

describe('A mapping', () => {
  it.each([
    ['StartingPosition', { StartingPosition: 'LATEST' }],
    ['ProvisionedPollerConfig', { ProvisionedPollerConfig: {} }],
    ['BatchSize above 10', { BatchSize: 11 }],
    ['EventSourceArn', { EventSourceArn: 'arn:aws:kinesis:x' }],
    ['MaximumConcurrency', { ScalingConfig: { MaximumConcurrency: 1 } }],
    ['cidr', { FilterCriteria: { Filters: [{ Pattern: '{"body":{"ip":[{"cidr":"x"}]}}' }] } }],
  ])('is refused with a message that names %s', (name, properties) => {
    expect(() => world(() => succeed(), properties)).toThrow(name);
  });
});
