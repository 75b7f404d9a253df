import { jsonResponse } from '../gateway/http-message.ts';
import { type DeadLetter, listDeadLetters, redriveToQueue } from '../queues/dead-letters.ts';
import type { Queues } from '../queues/queues.ts';
import type { StateMachines } from '../states/state-machines.ts';
import type { Streams } from '../streams/streams.ts';
import { redriveExecution } from './failed-execution.ts';
import type { LocalRoute } from './local-routes.ts';

export type DeadLetterPorts = {
  readonly queues: Queues;
  readonly streams: Streams;
  readonly machines: StateMachines;
};

/** Shows the dead letters, and sends them back to where they were given up. */
export function deadLetterRoutes(ports: DeadLetterPorts): LocalRoute[] {
  return [
    {
      method: 'GET',
      path: '/_local/dead-letters',
      handle: () => jsonResponse(200, { items: listDeadLetters(ports.queues).map(describe) }),
    },
    {
      method: 'POST',
      path: '/_local/dead-letters/redrive',
      handle: async () => jsonResponse(200, { redriven: await redriveAll(ports) }),
    },
  ];
}

function describe({ queueArn, message }: DeadLetter): object {
  const { id, body, attributes, sentAt, receiveCount } = message;
  return {
    queue: queueArn.split(':').at(-1),
    messageId: id,
    body,
    attributes,
    sentAt: new Date(sentAt).toISOString(),
    receiveCount,
  };
}

async function redriveAll(ports: DeadLetterPorts): Promise<number> {
  let redriven = 0;
  for (const deadLetter of listDeadLetters(ports.queues)) {
    if (await redrive(ports, deadLetter)) redriven += 1;
  }
  return redriven;
}

/** A message is removed once what it stands for is done or journalled elsewhere, never before. */
async function redrive({ queues, streams, machines }: DeadLetterPorts, deadLetter: DeadLetter): Promise<boolean> {
  if (redriveToQueue(queues, deadLetter)) return true;
  const { message } = deadLetter;
  const done = redriveExecution(machines, message.body) || (await streams.redrive(message.body));
  if (done) queues.remove(message);
  return done;
}
