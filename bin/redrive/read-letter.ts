import * as z from 'zod/mini';
import { parseEvent } from '../../domain/events/codec.ts';
import type { RawLetter } from './held-letters.ts';
import { type Letter, type Reading, reasonOf } from './letter.ts';

const none = undefined;

/** Reads what a letter stands for by what it says, whatever queue it lies on. */
export function readLetter(raw: RawLetter): Letter {
  const body = parsed(raw.body);
  const readings = [failedBatch, failedExecution, failedCall, undeliveredCall, event];
  for (const read of readings) {
    const reading = read(body, raw);
    if (reading !== undefined) return { raw, ...reading };
  }
  return { raw, ...unknown('nothing of this stack would write it') };
}

function unknown(why: string): Reading {
  return { content: { kind: 'unknown' }, orderId: none, what: 'a letter that cannot be read', why };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const batchSchema = z.object({
  requestContext: z.object({ condition: z.string(), approximateInvokeCount: z.number() }),
  DDBStreamBatchInfo: z.object({
    shardId: z.string(),
    startSequenceNumber: z.string(),
    endSequenceNumber: z.string(),
    approximateArrivalOfFirstRecord: z.iso.datetime(),
    approximateArrivalOfLastRecord: z.iso.datetime(),
    batchSize: z.int(),
    streamArn: z.string(),
  }),
});

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
function failedBatch(body: unknown): Reading | undefined {
  const letter = batchSchema.safeParse(body).data;
  if (letter === undefined) return undefined;
  const { requestContext, DDBStreamBatchInfo: info } = letter;
  const tableName = /:table\/([^/]+)\/stream\//.exec(info.streamArn)?.[1];
  if (tableName === undefined) return unknown(`${info.streamArn} is no stream of a table`);
  const batch = {
    tableName,
    streamArn: info.streamArn,
    shardId: info.shardId,
    startSequenceNumber: info.startSequenceNumber,
    endSequenceNumber: info.endSequenceNumber,
    firstArrivedAt: info.approximateArrivalOfFirstRecord,
    lastArrivedAt: info.approximateArrivalOfLastRecord,
    batchSize: info.batchSize,
  };
  return {
    content: { kind: 'stream', batch },
    orderId: none,
    what: `${info.batchSize} changes of ${tableName}`,
    why: `not published: ${requestContext.condition}, after ${requestContext.approximateInvokeCount} tries`,
  };
}

const executionSchema = z.object({
  source: z.literal('aws.states'),
  detail: z.object({
    executionArn: z.string(),
    name: z.string(),
    status: z.string(),
    error: z.nullish(z.string()),
    cause: z.nullish(z.string()),
  }),
});

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
function failedExecution(body: unknown): Reading | undefined {
  const detail = executionSchema.safeParse(body).data?.detail;
  if (detail === undefined) return undefined;
  const { executionArn, name, status, error, cause } = detail;
  return {
    content: { kind: 'execution', executionArn, status },
    // The order names its executions: `<orderId>`, and `<orderId>.<n>` for recoveries.
    orderId: name.split('.')[0],
    what: `execution ${name.includes('.') ? name.slice(name.indexOf('.')) : 'of the order'}`,
    why: [status, error, cause].filter((part) => part != null && part !== '').join(': '),
  };
}

const callSchema = z.object({
  requestContext: z.object({ functionArn: z.string(), condition: z.string() }),
  requestPayload: z.unknown(),
  responsePayload: z.optional(z.object({ errorType: z.optional(z.string()), errorMessage: z.optional(z.string()) })),
});

/** @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function failedCall(body: unknown): Reading | undefined {
  const call = callSchema.safeParse(body).data;
  if (call === undefined) return undefined;
  const functionArn = call.requestContext.functionArn.replace(/:\$LATEST$/, '');
  const error = [call.responsePayload?.errorType, call.responsePayload?.errorMessage].filter(Boolean).join(': ');
  return {
    content: { kind: 'schedule', functionArn, payload: JSON.stringify(call.requestPayload ?? {}) },
    orderId: none,
    what: `a run of ${functionArn.split(':').at(-1)}`,
    why: error === '' ? call.requestContext.condition : error,
  };
}

/** @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
function undeliveredCall(_body: unknown, { attributes, body }: RawLetter): Reading | undefined {
  const functionArn = attributes.TARGET_ARN?.StringValue;
  if (attributes.SCHEDULE_ARN === undefined || functionArn === undefined) return undefined;
  return {
    content: { kind: 'schedule', functionArn, payload: body },
    orderId: none,
    what: `a run of ${functionArn.split(':').at(-1)}`,
    why: `the schedule could not call it: ${attributes.ERROR_MESSAGE?.StringValue ?? 'no reason given'}`,
  };
}

const eventSchema = z.object({ 'detail-type': z.string(), detail: z.unknown() });

/** An event with the schema of the catalogue: any other would only be given up again. */
function event(body: unknown, { sourceArn, attributes }: RawLetter): Reading | undefined {
  const envelope = eventSchema.safeParse(body).data;
  const returnsTo = sourceArn ?? attributes.TARGET_ARN?.StringValue;
  if (envelope === undefined) return undefined;
  if (returnsTo === undefined) return unknown('it does not say which queue gave it up');
  try {
    const { metadata, happening } = parseEvent(envelope['detail-type'], envelope.detail);
    return {
      content: { kind: 'consumer', detailType: happening.detailType, returnsTo },
      orderId: metadata.orderId,
      what: happening.detailType,
      why: whyNotConsumed(sourceArn, attributes),
    };
  } catch (error) {
    return unknown(`no consumer can read it: ${reasonOf(error)}`);
  }
}

/** The attribute that counts how often a letter was redriven: it goes with the message, and comes back with it. */
export const redrivesAttribute = 'Redrives';

function whyNotConsumed(sourceArn: string | undefined, attributes: RawLetter['attributes']): string {
  if (sourceArn === undefined) {
    return `the rule could not deliver it: ${attributes.ERROR_MESSAGE?.StringValue ?? 'no reason given'}`;
  }
  const redrives = Number(attributes[redrivesAttribute]?.StringValue ?? 0);
  return `its function could not handle it${redrives === 0 ? '' : `, nor after ${redrives} redrives`}`;
}
