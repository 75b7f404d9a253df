import { type Control, replaced } from './control.ts';

const writes = 'adapters/dynamodb/reservation-writes.ts';
const reservations = 'adapters/dynamodb/reservations.ts';
const changes = 'adapters/dynamodb/changes.ts';
const transaction = 'adapters/dynamodb/transaction.ts';

/** A safeguard that nothing misses while the others stand, and which of them stand behind it. */
export type SilentControl = Omit<Control, 'breaks' | 'isQuick'> & { readonly because: string };

/** Defence in depth: each is tried too, so that it is known when one of them becomes all that there is. */
export const silentControls: readonly SilentControl[] = [
  {
    name: 'order-status',
    without: 'an order is only replaced in the status that it was read in',
    because: 'its revision is compared too, and rises with every status',
    mutations: [
      replaced(
        changes,
        "ConditionExpression: '#status = :status AND revision = :revision',",
        "ConditionExpression: '(#status = :status OR attribute_exists(pk)) AND revision = :revision',",
      ),
    ],
  },
  {
    name: 'event-insert',
    without: 'an event is only written where there is none',
    because: 'its transaction also compares the revision of the order',
    mutations: [replaced(changes, "ConditionExpression: 'attribute_not_exists(pk)',", '')],
  },
  {
    name: 'held',
    without: 'the writes that end a reservation find it held',
    because: 'they also compare the revision of the order, which rises when a reservation ends',
    mutations: [
      replaced(writes, "const held = '#status = :held';", "const held = '(#status = :held OR attribute_exists(pk))';"),
    ],
  },
  {
    name: 'close-held',
    without: 'the write that closes finds the reservation held',
    because: 'the next closing finds the first one and then what the reservation is: a recovery captures',
    conditions: { profile: 'impatient', often: ['execution_aborted'] },
    mutations: [
      replaced(
        reservations,
        "ConditionExpression: '#status = :held AND attribute_not_exists(closing)',",
        "ConditionExpression: '(#status = :held OR attribute_exists(pk)) AND attribute_not_exists(closing)',",
      ),
    ],
  },
  {
    name: 'pin-unwished',
    without: 'the write that pins finds no wish',
    because: 'a wish is recorded only where there is a pin, which a repeat does not change',
    mutations: [
      replaced(
        reservations,
        "'#status = :held AND attribute_not_exists(closing) AND attribute_not_exists(wish) ' +",
        "'#status = :held AND attribute_not_exists(closing) ' +",
      ),
    ],
  },
  {
    name: 'same-token',
    without: 'a transaction that is in progress is asked for by its token',
    because: 'every transaction has a condition that its own effect does not meet: it is written once',
    conditions: { often: ['late_arrival', 'timeout_after'] },
    mutations: [
      replaced(
        transaction,
        "if (result.outcome === 'contended') {\n      token = randomUUID();",
        "token = randomUUID();\n    if (result.outcome === 'contended') {",
      ),
    ],
  },
  {
    name: 'escrow-transaction',
    without: 'no transaction reserves a SKU that is hot',
    because:
      'one that is short there is told the leases with the stock item, and goes by escrow instead of being refused',
    conditions: { often: ['slow_call'], mood: { heat: 0.3, rush: 0.5, crowd: 30, plenty: 0.7 } },
    mutations: [replaced('adapters/dynamodb/stock-updates.ts', "' AND attribute_not_exists(leases)'", "''")],
  },
  {
    name: 'escrow-bar',
    without: 'a worker whose batch was barred admits nobody',
    because: 'its function has ended long before its leases are old enough to be barred',
    conditions: { often: ['slow_call'], mood: { heat: 1, rush: 0.5, crowd: 30, plenty: 0.7 }, profile: 'hurried' },
    mutations: [
      replaced('adapters/dynamodb/hot/escrow.ts', "if (decision.outcome === 'aborted') return new Map();", ''),
    ],
  },
];
