import { beforeEach, describe, expect, it } from 'vitest';
import { Journal } from '../../../local/journal/journal.ts';
import { Queues } from '../../../local/queues/queues.ts';
import { queueArn } from '../arns.ts';
import { FakeClock } from '../fake-clock.ts';
import { temporaryJournal } from '../temporary-journal.ts';

const work = queueArn('work');
const dead = queueArn('dead');

let clock: FakeClock;
let queues: Queues;

/** A queue `work` with 30 s of visibility timeout, whose messages go to `dead` after two receives. */
function open(journal: Journal): Queues {
  const opened = new Queues({ journal, clock });
  opened.add(dead, {});
  opened.add(work, { VisibilityTimeout: 30, RedrivePolicy: { deadLetterTargetArn: dead, maxReceiveCount: 2 } });
  return opened;
}

function receiveBodies(limit = 10): readonly string[] {
  return queues.receive(work, limit).map(({ body }) => body);
}

beforeEach(() => {
  clock = new FakeClock();
  queues = open(new Journal(':memory:'));
});

describe('A queue', () => {
  it('gives its messages in the order of their sending, and hides what was received', () => {
    for (const body of ['a', 'b', 'c']) queues.send(work, body);
    expect(receiveBodies(2)).toEqual(['a', 'b']);
    expect(receiveBodies()).toEqual(['c']);
    expect(receiveBodies()).toEqual([]);
    expect(queues.counts(work)).toEqual({ visible: 0, inFlight: 3, delayed: 0 });
  });

  it('gives a message again after its visibility timeout, and counts its receives', async () => {
    queues.send(work, 'a');
    const [first] = queues.receive(work, 1);
    await clock.advance(29_999);
    expect(receiveBodies()).toEqual([]);
    await clock.advance(1);
    const [second] = queues.receive(work, 1);
    expect([first?.receiveCount, second?.receiveCount]).toEqual([1, 2]);
    expect(second?.firstReceivedAt).toBe(first?.firstReceivedAt);
  });

  it('forgets a message that was deleted', async () => {
    queues.send(work, 'a');
    const [message] = queues.receive(work, 1);
    queues.delete([message?.receiptHandle ?? '']);
    await clock.advance(60_000);
    expect(queues.messages(work)).toEqual([]);
  });

  it('deletes nothing by the handle of an earlier receive', async () => {
    queues.send(work, 'a');
    const [first] = queues.receive(work, 1);
    await clock.advance(30_000);
    queues.receive(work, 1);
    queues.delete([first?.receiptHandle ?? '']);
    expect(queues.messages(work)).toHaveLength(1);
  });

  it('refuses what is no handle', () => {
    expect(() => queues.delete(['x'])).toThrow(expect.objectContaining({ code: 'ReceiptHandleIsInvalid' }));
  });

  it('shows a message at once when its visibility timeout is changed to zero', () => {
    queues.send(work, 'a');
    const [message] = queues.receive(work, 1);
    queues.changeVisibility(message?.receiptHandle ?? '', 0);
    expect(receiveBodies()).toEqual(['a']);
  });

  it('hides a message for longer when its visibility timeout is changed', async () => {
    queues.send(work, 'a');
    const [message] = queues.receive(work, 1);
    await clock.advance(20_000);
    queues.changeVisibility(message?.receiptHandle ?? '', 30);
    await clock.advance(29_999);
    expect(receiveBodies()).toEqual([]);
    await clock.advance(1);
    expect(receiveBodies()).toEqual(['a']);
  });

  it('refuses to change the visibility of a message that is not in flight', async () => {
    queues.send(work, 'a');
    const [message] = queues.receive(work, 1);
    await clock.advance(30_000);
    const change = () => queues.changeVisibility(message?.receiptHandle ?? '', 5);
    expect(change).toThrow(expect.objectContaining({ code: 'MessageNotInflight' }));
  });

  it('delays every message by its own delay, unless the sender gives another', async () => {
    queues.add(queueArn('slow'), { DelaySeconds: 5 });
    queues.sendMessage(queueArn('slow'), 'default');
    queues.sendMessage(queueArn('slow'), 'none', { delaySeconds: 0 });
    expect(queues.counts(queueArn('slow'))).toEqual({ visible: 1, inFlight: 0, delayed: 1 });
    await clock.advance(5000);
    expect(queues.receive(queueArn('slow'), 10).map(({ body }) => body)).toEqual(['none', 'default']);
  });

  it('moves a message to its dead-letter queue instead of receiving it too often', async () => {
    queues.send(work, 'a');
    for (const _receive of [1, 2]) {
      expect(receiveBodies()).toEqual(['a']);
      await clock.advance(30_000);
    }
    expect(receiveBodies()).toEqual([]);
    expect(queues.messages(dead)).toMatchObject([{ body: 'a', sourceArn: work, receiveCount: 2 }]);
  });

  it('receives what comes after a message that went to the dead-letter queue', async () => {
    queues.send(work, 'a');
    receiveBodies();
    await clock.advance(30_000);
    receiveBodies();
    await clock.advance(30_000);
    queues.send(work, 'b');
    expect(receiveBodies(1)).toEqual(['b']);
  });

  it('drops what is older than its retention period', async () => {
    queues.add(queueArn('brief'), { MessageRetentionPeriod: 60 });
    queues.send(queueArn('brief'), 'a');
    await clock.advance(60_001);
    expect(queues.receive(queueArn('brief'), 1)).toEqual([]);
    expect(queues.messages(queueArn('brief'))).toEqual([]);
  });

  it('refuses a message over its maximum size, attributes included', () => {
    queues.add(queueArn('small'), { MaximumMessageSize: 1024 });
    queues.send(queueArn('small'), 'é'.repeat(512));
    const send = () => queues.send(queueArn('small'), 'é'.repeat(510), { a: 'b' });
    expect(send).toThrow(expect.objectContaining({ code: 'InvalidParameterValue' }));
  });

  it('that is unknown refuses messages', () => {
    const send = () => queues.send(queueArn('other'), 'a');
    expect(send).toThrow(expect.objectContaining({ code: 'QueueDoesNotExist' }));
  });

  it.each(['FifoQueue', 'ContentBasedDeduplication', 'Colour'])('is refused if it has the property %s', (property) => {
    expect(() => queues.add(queueArn('x'), { [property]: true })).toThrow(property);
  });
});

describe('What is pending', () => {
  it('is told of queues that a consumer reads, not of dead-letter queues', () => {
    queues.markConsumed(work);
    queues.send(dead, 'letter');
    expect(queues.pending()).toEqual([]);
    queues.send(work, 'a');
    queues.send(work, 'b');
    queues.receive(work, 1);
    queues.sendMessage(work, 'c', { delaySeconds: 9 });
    expect(queues.pending()).toEqual(['queue work: 1 visible, 1 in flight, 1 delayed']);
  });
});

describe('After a restart', () => {
  it('a queue has all its messages, those in flight visible at once and those delayed still delayed', async () => {
    const file = temporaryJournal();
    queues = open(file.journal);
    queues.send(work, 'received', { colour: 'red' });
    const [before] = queues.receive(work, 1);
    queues.send(work, 'waiting');
    queues.sendMessage(work, 'delayed', { delaySeconds: 60 });
    await clock.advance(1000);

    queues = open(file.reopen());
    const received = queues.receive(work, 10);
    expect(received.map(({ body, receiveCount }) => [body, receiveCount])).toEqual([
      ['waiting', 1],
      ['received', 2],
    ]);
    expect(received[1]).toMatchObject({ id: before?.id, attributes: { colour: { StringValue: 'red' } } });
    queues.delete(received.map(({ receiptHandle }) => receiptHandle ?? ''));
    await clock.advance(59_000);
    expect(receiveBodies()).toEqual(['delayed']);
  });
});
