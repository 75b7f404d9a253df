import * as z from 'zod';
import { Journal } from '../../../local/journal/journal.ts';
import {
  type Authorizer,
  type Interceptor,
  type InvocationResult,
  passThrough,
  unrestricted,
} from '../../../local/ports.ts';
import { QueueEventSource } from '../../../local/queues/event-source.ts';
import { Queues } from '../../../local/queues/queues.ts';
import { queueArn } from '../arns.ts';
import { FakeClock } from '../fake-clock.ts';
import { type FakeFunction, FakeFunctions, functionArn } from '../fake-functions.ts';

export const work = queueArn('work');
export const dead = queueArn('dead');
export const handler = functionArn('handler');
export const reporting = { FunctionResponseTypes: ['ReportBatchItemFailures'] };

const sqsEvent = z.object({ Records: z.array(z.looseObject({ messageId: z.string(), body: z.string() })) });

export type World = {
  readonly queues: Queues;
  readonly clock: FakeClock;
  readonly functions: FakeFunctions;
  readonly reports: readonly string[];
  readonly source: QueueEventSource;
  /** The bodies of each batch that was handed over. */
  /** The bytes of each request to the queue that found something. */
  readonly requests: readonly number[];
  batches(): readonly (readonly string[])[];
};

/** A function `handler` that reads the queue `work`, whose messages go to `dead` after two receives. */
export function world(
  call: FakeFunction,
  properties: object = {},
  {
    journal = new Journal(':memory:'),
    interceptor = passThrough,
    access = unrestricted,
  }: { journal?: Journal; interceptor?: Interceptor; access?: Authorizer } = {},
): World {
  const clock = new FakeClock();
  const reports: string[] = [];
  const requests: number[] = [];
  const queues = new Queues({ journal, clock });
  queues.add(dead, {});
  queues.add(work, { VisibilityTimeout: 30, RedrivePolicy: { deadLetterTargetArn: dead, maxReceiveCount: 2 } });
  const functions = new FakeFunctions({ handler: call });
  const ports = {
    queues,
    clock,
    invoker: functions,
    interceptor,
    access,
    report: (text: string) => reports.push(text),
    onRequest: (bytes: number) => requests.push(bytes),
  };
  const source = new QueueEventSource(ports, handler, { EventSourceArn: work, FunctionName: 'handler', ...properties });
  source.start();
  const batches = () => functions.calls.map(({ payload }) => bodiesOf(payload));
  return { clock, queues, functions, source, reports, requests, batches };
}

function bodiesOf(payload: unknown): readonly string[] {
  return sqsEvent.parse(payload).Records.map(({ body }) => body);
}

export function succeed(payload: unknown = null): InvocationResult {
  return { ok: true, payload };
}

/** Fails the messages with these bodies, by their ids. */
export function failingItems(...bodies: readonly string[]): FakeFunction {
  return (payload) => {
    const failed = sqsEvent.parse(payload).Records.filter(({ body }) => bodies.includes(body));
    return succeed({ batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) });
  };
}

export function send(queues: Queues, ...bodies: readonly string[]): void {
  for (const body of bodies) queues.send(work, body);
}
