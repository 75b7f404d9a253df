import { jsonResponse } from '../gateway/http-message.ts';
import { type DeadLetter, listDeadLetters } from '../queues/dead-letters.ts';
import type { LocalRoute } from './local-routes.ts';
import { type RedrivePorts, redriveAll } from './redrive.ts';

/** Shows the dead letters, and sends them back to where they were given up. */
export function deadLetterRoutes(ports: RedrivePorts): LocalRoute[] {
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
