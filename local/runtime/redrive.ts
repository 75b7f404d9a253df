import type { Journal } from '../journal/journal.ts';
import { type DeadLetter, listDeadLetters, redriveToQueue } from '../queues/dead-letters.ts';
import type { Queues } from '../queues/queues.ts';
import type { AsyncInvocations } from '../schedule/async-invocations.ts';
import { failedInvocation } from '../schedule/failure-record.ts';
import type { StateMachines } from '../states/state-machines.ts';
import type { Streams } from '../streams/streams.ts';
import { redriveExecution } from './failed-execution.ts';

export type RedrivePorts = {
  readonly journal: Journal;
  readonly queues: Queues;
  readonly streams: Streams;
  readonly machines: StateMachines;
  readonly asyncInvocations: AsyncInvocations;
};

/** Sends every dead letter back to where it was given up, and answers how many went. */
export async function redriveAll(ports: RedrivePorts): Promise<number> {
  let redriven = 0;
  for (const deadLetter of listDeadLetters(ports.queues)) {
    if (await redrive(ports, deadLetter)) redriven += 1;
  }
  return redriven;
}

/** A message is removed once what it stands for is done or journalled elsewhere, never before. */
async function redrive(ports: RedrivePorts, deadLetter: DeadLetter): Promise<boolean> {
  const { queues, machines, streams } = ports;
  if (redriveToQueue(queues, deadLetter) || redriveToFunction(ports, deadLetter)) return true;
  const { message } = deadLetter;
  const done = redriveExecution(machines, message.body) || (await streams.redrive(message.body));
  if (done) queues.remove(message);
  return done;
}

/** Calls the function that a schedule could not call, or that failed when it was called. */
function redriveToFunction({ journal, queues, asyncInvocations }: RedrivePorts, { message }: DeadLetter): boolean {
  const call = callOf(message);
  if (call === undefined) return false;
  journal.transaction(() => {
    asyncInvocations.accept(call.sourceArn, call.functionArn, call.payload);
    queues.remove(message);
  });
  return true;
}

type Call = { readonly sourceArn: string; readonly functionArn: string; readonly payload: string };

/** A schedule says in attributes whom it could not call; a function that failed sends a record of the call. */
function callOf({ attributes, body }: DeadLetter['message']): Call | undefined {
  const { SCHEDULE_ARN: schedule, TARGET_ARN: target } = attributes;
  if (schedule?.StringValue !== undefined && target?.StringValue !== undefined) {
    return { sourceArn: schedule.StringValue, functionArn: target.StringValue, payload: body };
  }
  const failed = failedInvocation(body);
  // Who asked for the call is not in the record: it is nobody's, and keeps no schedule waiting.
  return failed === undefined ? undefined : { sourceArn: 'redrive', ...failed };
}
