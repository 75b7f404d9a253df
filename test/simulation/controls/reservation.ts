import { type Control, replaced } from './control.ts';

const reservations = 'adapters/dynamodb/reservations.ts';
const transaction = 'adapters/dynamodb/transaction.ts';
const rules = 'domain/inventory/reservation.ts';
const cancelling = 'domain/ordering/cancel.ts';

/** What makes the insert of the reservation the one decision about an order's units. */
export const reservationControls: readonly Control[] = [
  {
    name: 'stock-condition',
    without: 'units are reserved if there are enough',
    breaks: [1],
    isQuick: true,
    mutations: [
      replaced(
        'adapters/dynamodb/stock-updates.ts',
        'ConditionExpression: `${source[effect]} >= :quantity${',
        "ConditionExpression: `${effect === 'reserve' ? 'attribute_exists(pk)' : `${source[effect]} >= :quantity`}${",
      ),
    ],
  },
  {
    name: 'reservation-insert',
    without: 'an order is reserved for once',
    breaks: [1, 2, 3, 6],
    mutations: [
      replaced(
        reservations,
        "    ConditionExpression: 'attribute_not_exists(pk)',\n",
        "    ConditionExpression: 'attribute_not_exists(nothing)',\n",
      ),
    ],
  },
  {
    name: 'tombstone',
    without: 'a cancellation bars the reservation that comes after it',
    breaks: [5, 6],
    isQuick: true,
    mutations: [replaced(cancelling, "{ happenings, reservation: { kind: 'tombstone' } }", '{ happenings }')],
  },
  {
    name: 'tombstone-insert',
    without: 'a tombstone is put only where no reservation stands',
    breaks: [1, 2, 3, 6],
    mutations: [
      replaced(
        'adapters/dynamodb/reservation-writes.ts',
        "Item, ConditionExpression: 'attribute_not_exists(pk)'",
        "Item, ConditionExpression: 'attribute_not_exists(nothing)'",
      ),
    ],
  },
  {
    name: 'durable-rejection',
    without: 'a refusal is written down, and told',
    breaks: [7, 8],
    mutations: [replaced(reservations, 'await writeUncontended(() => table.client.send(put));', 'void put;')],
  },
  {
    name: 'contention',
    without: 'a conflict is not told as a shortage',
    breaks: [8, 'answers'],
    conditions: { often: ['transaction_conflict'] },
    mutations: [
      replaced(transaction, "  'TransactionConflict',\n", ''),
      replaced(transaction, "Code === 'ConditionalCheckFailed' ?", "Code !== 'None' ?"),
      replaced(transaction, 'if (others || refusals.length === 0) throw error;', 'void others;'),
    ],
  },
  {
    name: 'expired-pin',
    without: 'a reservation that a payment has pinned does not expire',
    breaks: [4, 5],
    isQuick: true,
    conditions: { profile: 'hurried' },
    mutations: [
      replaced(rules, 'return reservation.pin === undefined && reservation.closing', 'return reservation.closing'),
      replaced(
        'adapters/dynamodb/reservation-writes.ts',
        'condition: `${held} AND ${unpinned} AND ${unclosed} AND deadline <= :at`',
        'condition: `${held} AND ${unclosed} AND deadline <= :at`',
      ),
    ],
  },
];
