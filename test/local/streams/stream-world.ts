import type { JsonObject } from '../../../local/json.ts';
import { passThrough } from '../../../local/ports.ts';
import { BatchRunner } from '../../../local/streams/batch-runner.ts';
import { type StreamRecord, streamRecord } from '../../../local/streams/stream-record.ts';
import { readStreamSource, type StreamSourceDefinition } from '../../../local/streams/stream-source-definition.ts';
import { FakeClock } from '../fake-clock.ts';
import { type FakeFunction, FakeFunctions, functionArn } from '../fake-functions.ts';

export const streamArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/Things/stream/local';
export const deadQueueArn = 'arn:aws:sqs:us-east-1:000000000000:dead';

/** An event source mapping of the stream, with these properties beside those that it must have. */
export function mapping(properties: JsonObject = {}): StreamSourceDefinition {
  return readStreamSource(
    {
      logicalId: 'Mapping',
      type: 'AWS::Lambda::EventSourceMapping',
      ref: 'Mapping',
      attributes: {},
      properties: {
        EventSourceArn: streamArn,
        FunctionName: 'handler',
        StartingPosition: 'TRIM_HORIZON',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ...properties,
      },
    },
    functionArn('handler'),
  );
}

export function record(sequenceNumber: string, atSeconds = 0): StreamRecord {
  const dynamodb = {
    SequenceNumber: sequenceNumber,
    ApproximateCreationDateTime: atSeconds,
    Keys: { pk: { S: sequenceNumber } },
    SizeBytes: 10,
  };
  return streamRecord({ eventName: 'INSERT', dynamodb }, streamArn);
}

export const numbersOf = (records: readonly StreamRecord[]) => records.map(({ dynamodb }) => dynamodb.SequenceNumber);

/** The sequence numbers in a payload that a function got. */
export function numbersIn(payload: unknown): string[] {
  const records = payload instanceof Object && 'Records' in payload ? payload.Records : [];
  const text = JSON.stringify(records);
  return [...text.matchAll(/"SequenceNumber":"(\d+)"/g)].map(([, number]) => number ?? '');
}

/** Runs batches of a mapping against a function, and keeps what becomes of the records. */
export function batchWorld(answer: FakeFunction, properties: JsonObject = {}) {
  const clock = new FakeClock(0);
  const functions = new FakeFunctions({ handler: answer });
  const told: string[] = [];
  const runner = new BatchRunner({
    definition: mapping(properties),
    invoker: functions,
    interceptor: passThrough,
    clock,
    report: () => undefined,
  });
  const listener: Parameters<BatchRunner['run']>[1] = {
    handled: (records) => told.push(`handled ${numbersOf(records)}`),
    givenUp: (records, condition, invocations) => told.push(`${condition} ${numbersOf(records)} after ${invocations}`),
  };
  const batches = () => functions.calls.map(({ payload }) => numbersIn(payload).join());
  return { clock, runner, told, batches, run: (records: readonly StreamRecord[]) => runner.run(records, listener) };
}
