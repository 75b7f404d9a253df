import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Journal } from '../../../local/journal/journal.ts';
import { Queues } from '../../../local/queues/queues.ts';
import { SqsApi } from '../../../local/queues/sqs-api.ts';
import { queueArn } from '../arns.ts';
import { FakeClock } from '../fake-clock.ts';

const QueueUrl = 'http://127.0.0.1:4000/000000000000/work';

let clock: FakeClock;
let queues: Queues;
let api: SqsApi;

beforeEach(() => {
  clock = new FakeClock();
  queues = new Queues({ journal: new Journal(':memory:'), clock });
  queues.add(queueArn('dead'), {});
  queues.add(queueArn('work'), {
    RedrivePolicy: { deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 3 },
  });
  api = new SqsApi({ queues, clock });
});

const received = z.object({ Messages: z.array(z.looseObject({ ReceiptHandle: z.string() })) });

async function receiveHandle(): Promise<string> {
  const { Messages: messages } = received.parse(await api.call('ReceiveMessage', { QueueUrl }));
  return messages[0]?.ReceiptHandle ?? '';
}

describe('The API of SQS', () => {
  it('sends a message and receives it', async () => {
    const MessageAttributes = { colour: { DataType: 'String', StringValue: 'red' } };
    const sent = await api.call('SendMessage', { QueueUrl, MessageBody: 'hello', MessageAttributes });
    expect(sent).toEqual({ MessageId: expect.any(String), MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592' });
    const answer = await api.call('ReceiveMessage', {
      QueueUrl,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      MessageAttributeNames: ['All'],
    });
    expect(answer).toEqual({
      Messages: [
        {
          MessageId: expect.any(String),
          ReceiptHandle: expect.any(String),
          Body: 'hello',
          MD5OfBody: '5d41402abc4b2a76b9719d911017c592',
          Attributes: { ApproximateReceiveCount: '1' },
          MessageAttributes,
        },
      ],
    });
  });

  it('answers no messages from an empty queue', async () => {
    expect(await api.call('ReceiveMessage', { QueueUrl })).toEqual({});
  });

  it('waits for a message as long as it is told', async () => {
    const answers: unknown[] = [];
    const waiting = () => api.call('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 5 }).then((it) => answers.push(it));
    void waiting();
    await clock.advance(3000);
    expect(answers).toEqual([]);
    await api.call('SendMessage', { QueueUrl, MessageBody: 'a' });
    await clock.advance(0);
    expect(answers).toMatchObject([{ Messages: [{ Body: 'a' }] }]);

    void waiting();
    await clock.advance(5000);
    expect(answers[1]).toEqual({});
  });

  it('deletes a message', async () => {
    await api.call('SendMessage', { QueueUrl, MessageBody: 'a' });
    await api.call('DeleteMessage', { QueueUrl, ReceiptHandle: await receiveHandle() });
    expect(queues.messages(queueArn('work'))).toEqual([]);
  });

  it('changes the visibility of a message', async () => {
    await api.call('SendMessage', { QueueUrl, MessageBody: 'a' });
    const ReceiptHandle = await receiveHandle();
    await api.call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
    expect(queues.counts(queueArn('work')).visible).toBe(1);
  });

  it('answers for each entry of a batch', async () => {
    const Entries = [
      { Id: 'good', MessageBody: 'a' },
      { Id: 'large', MessageBody: 'x'.repeat(1024 * 1024 + 1) },
    ];
    expect(await api.call('SendMessageBatch', { QueueUrl, Entries })).toMatchObject({
      Successful: [{ Id: 'good' }],
      Failed: [{ Id: 'large', Code: 'InvalidParameterValue', SenderFault: true }],
    });
    const handles = { QueueUrl, Entries: [{ Id: 'bad', ReceiptHandle: 'x' }] };
    expect(await api.call('DeleteMessageBatch', handles)).toMatchObject({
      Failed: [{ Id: 'bad', Code: 'ReceiptHandleIsInvalid' }],
    });
  });

  it('tells the attributes of a queue', async () => {
    await api.call('SendMessage', { QueueUrl, MessageBody: 'a', DelaySeconds: 3 });
    const AttributeNames = ['QueueArn', 'ApproximateNumberOfMessagesDelayed', 'RedrivePolicy'];
    expect(await api.call('GetQueueAttributes', { QueueUrl, AttributeNames })).toEqual({
      Attributes: {
        QueueArn: queueArn('work'),
        ApproximateNumberOfMessagesDelayed: '1',
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 3 }),
      },
    });
  });

  it.each([
    ['CreateQueue', {}, 'UnsupportedOperation'],
    ['SendMessage', { QueueUrl: 'http://x/other', MessageBody: 'a' }, 'QueueDoesNotExist'],
    ['SendMessage', { QueueUrl, MessageBody: 'a', MessageGroupId: 'g' }, 'ValidationException'],
    ['SendMessage', { QueueUrl, MessageBody: '' }, 'ValidationException'],
    ['SendMessageBatch', { QueueUrl, Entries: [] }, 'ValidationException'],
    ['GetQueueAttributes', { QueueUrl, AttributeNames: ['Colour'] }, 'InvalidAttributeName'],
    ['ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 11 }, 'ValidationException'],
  ])('refuses %s with %j as %s', async (operation, input, code) => {
    await expect(api.call(operation, input)).rejects.toMatchObject({ code });
  });
});
