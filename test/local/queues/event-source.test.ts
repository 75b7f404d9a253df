import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Interceptor } from '../../../local/ports.ts';
import { denying } from '../denying.ts';
import { type FakeFunction, failure, openFunction } from '../fake-functions.ts';
import { temporaryJournal } from '../temporary-journal.ts';
import { dead, failingItems, handler, reporting, send, succeed, work, world } from './event-source-world.ts';

describe('An event source', () => {
  it('hands messages over as Lambda does, and deletes them after a success', async () => {
    const { clock, queues, functions } = world(() => succeed());
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

  it('is billed for what it receives and for what it deletes, each in one request', async () => {
    const { clock, queues, requests } = world(() => succeed());
    send(queues, 'ab', 'cde');
    await clock.advance(60_000);
    expect(requests).toEqual([5, 0]);
  });

  it('leaves the messages where they are if the function may not receive them', async () => {
    const access = denying('sqs:ReceiveMessage');
    const { clock, queues, batches } = world(() => succeed(), {}, { access });
    send(queues, 'a');
    await clock.advance(60_000);
    expect(batches()).toEqual([]);
    expect(queues.messages(work).map(({ receiveCount }) => receiveCount)).toEqual([0]);
    expect(new Set(access.asked)).toEqual(new Set([`${handler} sqs:ReceiveMessage ${work}`]));
  });

  it('hands over again what the function may not delete', async () => {
    const { clock, queues, batches } = world(() => succeed(), {}, { access: denying('sqs:DeleteMessage') });
    send(queues, 'a');
    await clock.advance(30_000);
    expect(batches()).toEqual([['a'], ['a']]);
  });

  it('hands over what was there before it started', async () => {
    const file = temporaryJournal();
    send(world(() => succeed(), { Enabled: false }, { journal: file.journal }).queues, 'a');
    const { clock, batches } = world(() => succeed(), {}, { journal: file.reopen() });
    await clock.advance(0);
    expect(batches()).toEqual([['a']]);
  });

  it('hands over at most a batch at a time, and no more batches at once than its concurrency', async () => {
    const open = openFunction();
    const { clock, queues, batches } = world(open.call, { BatchSize: 2, ScalingConfig: { MaximumConcurrency: 2 } });
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
    const { clock, queues, functions } = world(() => succeed(), { Enabled: false });
    send(queues, 'a');
    await clock.advance(60_000);
    expect(functions.calls).toEqual([]);
  });

  it('waits for the end of a delay', async () => {
    const { clock, queues, functions } = world(() => succeed());
    queues.sendMessage(work, 'a', { delaySeconds: 5 });
    await clock.advance(4999);
    expect(functions.calls).toHaveLength(0);
    await clock.advance(1);
    expect(functions.calls).toHaveLength(1);
  });

  it('gathers a batch for as long as its window, or until it is full', async () => {
    const { clock, queues, batches } = world(() => succeed(), { BatchSize: 3, MaximumBatchingWindowInSeconds: 2 });
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

  it('never has more than one timer, and none after it was stopped', async () => {
    const { clock, queues, source } = world(failingItems('a'), { BatchSize: 1, ...reporting });
    for (const body of ['a', 'b', 'c', 'a']) {
      send(queues, body);
      await clock.advance(0);
    }
    expect(clock.timers()).toBe(1);
    source.stop();
    expect(clock.timers()).toBe(0);
  });

  it('hands over nothing after it was stopped', async () => {
    const { clock, queues, functions, source } = world(() => succeed());
    source.stop();
    send(queues, 'a');
    await clock.advance(60_000);
    expect(functions.calls).toEqual([]);
  });
});

describe('A batch that failed', () => {
  it('comes again as a whole after its visibility timeout, then goes to the dead-letter queue', async () => {
    const { clock, queues, batches } = world(() => failure('Error'), reporting);
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
    const { clock, queues, batches } = world(failingItems('b'), reporting);
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
    const { clock, queues, batches } = world(handOver);
    send(queues, 'a');
    await clock.advance(2999);
    expect(batches()).toHaveLength(1);
    await clock.advance(1);
    expect(batches()).toHaveLength(2);
  });

  it('comes again when the interceptor fails its delivery', async () => {
    const interceptor: Interceptor = { intercept: () => Promise.reject(new Error('no route')) };
    const { clock, queues, functions } = world(() => succeed(), {}, { interceptor });
    send(queues, 'a');
    await clock.advance(0);
    expect(functions.calls).toEqual([]);
    expect(queues.counts(work).inFlight).toBe(1);
  });
});
