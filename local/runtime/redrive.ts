import type { Journal } from '../journal/journal.ts';
import { type DeadLetter, listDeadLetters, redriveToQueue } from '../queues/dead-letters.ts';
import type { Queues } from '../queues/queues.ts';
import type { AsyncInvocations } from '../schedule/async-invocations.ts';
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

/** Calls the function that a schedule could not call. */
function redriveToFunction({ journal, queues, asyncInvocations }: RedrivePorts, { message }: DeadLetter): boolean {
  const { SCHEDULE_ARN: schedule, TARGET_ARN: target } = message.attributes;
  if (schedule?.StringValue === undefined || target?.StringValue === undefined) return false;
  const [scheduleArn, functionArn] = [schedule.StringValue, target.StringValue];
  journal.transaction(() => {
    asyncInvocations.accept(scheduleArn, functionArn, message.body);
    queues.remove(message);
  });
  return true;
}
