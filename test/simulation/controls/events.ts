import { type Control, replaced } from './control.ts';

const advancing = 'domain/ordering/advance.ts';
const sagas = 'domain/ordering/saga.ts';

/** What makes events come at least once, count once, and what finds those that were lost. */
export const eventControls: readonly Control[] = [
  {
    name: 'failed-entries',
    without: 'the answer of the bus is read entry by entry',
    breaks: [3, 6, 7],
    conditions: { often: ['event_not_accepted'] },
    mutations: [
      replaced(
        'adapters/eventbridge/publisher.ts',
        'if (entry.ErrorCode !== undefined && event !== undefined)',
        "if (entry.ErrorCode === 'never' && event !== undefined)",
      ),
    ],
  },
  {
    name: 'failed-messages',
    without: 'a message that failed goes back to its queue',
    breaks: [2, 3],
    isQuick: true,
    conditions: { often: ['unreachable'] },
    mutations: [
      replaced('functions/events/batch.ts', 'return { batchItemFailures };', 'return { batchItemFailures: [] };'),
    ],
  },
  {
    name: 'movement-id',
    without: 'a movement has the id of its event',
    breaks: [2, 3],
    isQuick: true,
    mutations: [
      replaced(
        'domain/inventory/movement.ts',
        'movementId: `${eventId}.${row.sku}`',
        'movementId: `${eventId}.${row.sku}.${Math.random()}`',
      ),
    ],
  },
  {
    name: 'event-version',
    without: 'an order counts the event of its reservation',
    breaks: [6],
    mutations: [
      replaced(
        advancing,
        "{ happenings, afterVersion: reservation.version });\n  return { outcome: 'confirmed', change };",
        "{ happenings });\n  return { outcome: 'confirmed', change };",
      ),
    ],
  },
  {
    name: 'told-again',
    without: 'the sweep tells again what may have been lost',
    breaks: [7],
    conditions: { often: ['delivery_lost'] },
    mutations: [
      replaced(
        sagas,
        "return reservation === undefined ? 'publish_status_again' : 'publish_reservation_again';",
        "return 'none';",
      ),
    ],
  },
  {
    name: 'expiry',
    without: 'the sweep ends what is past its deadline',
    breaks: [7],
    conditions: { profile: 'brief', often: ['execution_aborted', 'delivery_lost'] },
    mutations: [
      replaced(sagas, "if (reservation?.status === 'Held' && isExpired(reservation, at)) return 'expire';", ''),
    ],
  },
];
