import { expect, test } from 'vitest';
import { exampleOf } from '../../../bin/documents/event-examples.ts';
import type { RawLetter } from '../../../bin/redrive/held-letters.ts';
import { readLetter } from '../../../bin/redrive/read-letter.ts';

const sourceArn = 'arn:aws:sqs:us-east-1:000000000000:work';

function letter(body: object | string, extra: Partial<RawLetter> = {}): RawLetter {
  return {
    queue: { name: 'Queue', url: 'https://sqs/queue' },
    messageId: 'm',
    receiptHandle: 'r',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    sentAt: '2026-01-01T00:00:00.000Z',
    sourceArn: undefined,
    attributes: {},
    ...extra,
  };
}

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const { detailType, detail } = exampleOf('OrderStockConfirmed');
const event = { version: '0', 'detail-type': detailType, detail };

test('an event that a queue gave up returns to that queue, and says how often it has been', () => {
  expect(readLetter(letter(event, { sourceArn }))).toMatchObject({
    content: { kind: 'consumer', detailType, returnsTo: sourceArn },
    orderId: detail.metadata.orderId,
    why: 'its function could not handle it',
  });
  const again = letter(event, { sourceArn, attributes: { Redrives: { DataType: 'Number', StringValue: '2' } } });
  expect(readLetter(again).why).toBe('its function could not handle it, nor after 2 redrives');
});

test('an event that a rule could not deliver returns to the queue that it was for', () => {
  const attributes = { RULE_ARN: text('rule'), TARGET_ARN: text(sourceArn), ERROR_MESSAGE: text('no such queue') };
  expect(readLetter(letter(event, { attributes }))).toMatchObject({
    content: { kind: 'consumer', returnsTo: sourceArn },
    why: 'the rule could not deliver it: no such queue',
  });
});

test('a batch of a stream is known by the place of its records', () => {
  const body = {
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 21 },
    DDBStreamBatchInfo: {
      shardId: 'shard',
      startSequenceNumber: '1',
      endSequenceNumber: '9',
      approximateArrivalOfFirstRecord: '2026-01-01T00:00:00Z',
      approximateArrivalOfLastRecord: '2026-01-01T00:00:01.500Z',
      batchSize: 3,
      streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/Orders/stream/2026',
    },
  };
  expect(readLetter(letter(body))).toMatchObject({
    content: { kind: 'stream', batch: { tableName: 'Orders', shardId: 'shard', endSequenceNumber: '9' } },
    what: '3 changes of Orders',
    why: 'not published: RetryAttemptsExhausted, after 21 tries',
  });
});

test.each([
  ['order', 'execution of the order'],
  ['order.2', 'execution .2'],
])('an execution named %s is that of its order', (name, what) => {
  const status = { executionArn: `arn:${name}`, name, status: 'FAILED', error: 'Broken', cause: null };
  expect(readLetter(letter({ source: 'aws.states', detail: status }))).toMatchObject({
    content: { kind: 'execution', executionArn: `arn:${name}`, status: 'FAILED' },
    orderId: 'order',
    what,
    why: 'FAILED: Broken',
  });
});

test('a run that failed, and one that could not be started, are calls of their function', () => {
  const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:sweep';
  const failed = {
    requestContext: { functionArn: `${functionArn}:$LATEST`, condition: 'RetriesExhausted' },
    requestPayload: { time: 1 },
    responsePayload: { errorType: 'Error', errorMessage: '2 orders could not be swept' },
  };
  expect(readLetter(letter(failed))).toMatchObject({
    content: { kind: 'schedule', functionArn, payload: '{"time":1}' },
    what: 'a run of sweep',
    why: 'Error: 2 orders could not be swept',
  });
  const attributes = { SCHEDULE_ARN: text('schedule'), TARGET_ARN: text(functionArn), ERROR_MESSAGE: text('denied') };
  expect(readLetter(letter('{"time":2}', { attributes }))).toMatchObject({
    content: { kind: 'schedule', functionArn, payload: '{"time":2}' },
    why: 'the schedule could not call it: denied',
  });
});

test.each([
  ['no JSON', letter('hello', { sourceArn }), /^nothing of this stack/],
  ['JSON of somebody else', letter({ hello: 1 }, { sourceArn }), /^nothing of this stack/],
  [
    'an event that nobody knows',
    letter({ ...event, 'detail-type': 'X' }, { sourceArn }),
    /^no consumer can read it: .*Unknown event type X/,
  ],
  ['an event of another shape', letter({ ...event, detail: {} }, { sourceArn }), /^no consumer can read it: /],
  ['an event from nowhere', letter(event), /^it does not say which queue gave it up/],
] as const)('%s is nothing that could be redriven, and says why', (_what, raw, why) => {
  const read = readLetter(raw);
  expect(read.content).toEqual({ kind: 'unknown' });
  expect(read.why).toMatch(why);
  expect(read.why).not.toContain('\n');
});
