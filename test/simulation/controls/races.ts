import { type Control, replaced } from './control.ts';

const writes = 'adapters/dynamodb/reservation-writes.ts';
const reservations = 'adapters/dynamodb/reservations.ts';
const changes = 'adapters/dynamodb/changes.ts';
const rules = 'domain/inventory/reservation.ts';

/** People who often change their minds, and payments that take their time. */
const hesitant = { fickleness: 0.9 };
const slow = { slowness: 0.9 };

/** What keeps two who have both read the same from both writing: the conditions, while the rules still stand. */
export const raceControls: readonly Control[] = [
  {
    name: 'release-pinned',
    without: 'the write that releases finds no pin',
    breaks: [4],
    conditions: { often: ['slow_call'], mood: hesitant },
    mutations: [
      replaced(
        writes,
        "condition: `${held} AND ${unpinned} AND ${unclosed}`,\n        values: { ...isHeld, ':next': 'Released' }",
        "condition: `${held} AND ${unclosed}`,\n        values: { ...isHeld, ':next': 'Released' }",
      ),
    ],
  },
  {
    name: 'expire-pinned',
    without: 'the write that expires finds no pin',
    breaks: [4],
    conditions: {
      profile: 'hurried',
      often: ['slow_call'],
      mood: { plenty: 2, crowd: 1, ordersPerSecond: 1, rush: 0, heat: 0 },
    },
    mutations: [
      replaced(
        writes,
        'condition: `${held} AND ${unpinned} AND ${unclosed} AND deadline <= :at`',
        'condition: `${held} AND ${unclosed} AND deadline <= :at`',
      ),
    ],
  },
  {
    name: 'release-closed',
    without: 'the write that releases finds no closing',
    breaks: ['cancellation'],
    conditions: {
      profile: 'impatient',
      often: ['slow_call', 'execution_aborted', 'transition_late'],
      mood: { ...hesitant, plenty: 2 },
    },
    mutations: [
      replaced(
        writes,
        "condition: `${held} AND ${unpinned} AND ${unclosed}`,\n        values: { ...isHeld, ':next': 'Released' }",
        "condition: `${held} AND ${unpinned}`,\n        values: { ...isHeld, ':next': 'Released' }",
      ),
    ],
  },
  {
    name: 'wish-closed',
    without: 'the write that records a wish finds no closing',
    breaks: ['cancellation'],
    conditions: {
      profile: 'impatient',
      often: ['transition_late', 'slow_call'],
      mood: { ...hesitant, trouble: 1, slowness: 0, plenty: 2 },
    },
    mutations: [
      replaced(
        writes,
        'condition: `${held} AND attribute_exists(pin) AND ${unwished} AND ${unclosed}`',
        'condition: `${held} AND attribute_exists(pin) AND ${unwished}`',
      ),
    ],
  },
  {
    name: 'commit-closed',
    without: 'the write that commits finds no closing',
    breaks: [4],
    conditions: { profile: 'impatient', often: ['transition_late', 'slow_call'], mood: slow },
    mutations: [
      replaced(writes, 'AND pin = :attempt AND ${unwished} AND ${unclosed}`', 'AND pin = :attempt AND ${unwished}`'),
      replaced(
        rules,
        "if (reservation.closing !== undefined) return 'closed';\n  if (reservation.wish !== undefined) return 'cancel_requested';\n  return",
        "if (reservation.wish !== undefined) return 'cancel_requested';\n  return",
      ),
    ],
  },
  {
    name: 'commit-unwished',
    without:
      'the write that commits finds no wish: its order may have been read after the wish, and its reservation before',
    breaks: ['cancellation'],
    conditions: { often: ['slow_call'], mood: { ...hesitant, ...slow } },
    mutations: [
      replaced(writes, 'AND pin = :attempt AND ${unwished} AND ${unclosed}`', 'AND pin = :attempt AND ${unclosed}`'),
    ],
  },
  {
    name: 'commit-wished',
    without: 'nothing is committed that somebody wishes to cancel',
    breaks: ['cancellation'],
    mutations: [
      replaced(writes, 'AND pin = :attempt AND ${unwished} AND ${unclosed}`', 'AND pin = :attempt AND ${unclosed}`'),
      replaced(
        rules,
        "if (reservation.wish !== undefined) return 'cancel_requested';\n  return reservation.pin === attempt ? 'committed'",
        "return reservation.pin === attempt ? 'committed'",
      ),
    ],
  },
  {
    name: 'pin-closed',
    without: 'the write that pins finds no closing',
    breaks: [4],
    conditions: { profile: 'impatient', often: ['transition_late', 'slow_call'] },
    mutations: [
      replaced(
        reservations,
        "'#status = :held AND attribute_not_exists(closing) AND attribute_not_exists(wish) ' +",
        "'#status = :held AND attribute_not_exists(wish) ' +",
      ),
    ],
  },
  {
    name: 'pin-held',
    without: 'the write that pins finds the reservation held',
    breaks: [4],
    conditions: { often: ['slow_call'], mood: hesitant },
    mutations: [
      replaced(
        reservations,
        "'#status = :held AND attribute_not_exists(closing) AND attribute_not_exists(wish) ' +",
        "'(#status = :held OR attribute_exists(#status)) AND attribute_not_exists(closing) AND attribute_not_exists(wish) ' +",
      ),
    ],
  },
  {
    name: 'first-closing',
    without: 'the first cause of a closing stands',
    breaks: ['cancellation'],
    conditions: { profile: 'impatient', often: ['invoke_twice', 'slow_call', 'timeout_after'] },
    mutations: [
      replaced(
        reservations,
        "ConditionExpression: '#status = :held AND attribute_not_exists(closing)',",
        "ConditionExpression: '#status = :held',",
      ),
    ],
  },
  {
    name: 'order-revision',
    without: 'an order is only replaced by who has read it',
    breaks: [2, 4, 6, 'cancellation'],
    conditions: { profile: 'impatient', often: ['invoke_twice', 'slow_call'], mood: { ...hesitant, ...slow } },
    mutations: [
      replaced(
        changes,
        "ConditionExpression: '#status = :status AND revision = :revision',",
        "ConditionExpression: '(#status = :status OR attribute_exists(pk)) AND revision >= :revision',",
      ),
      replaced(changes, "':revision': before.revision }", "':revision': 0 }"),
    ],
  },
  {
    name: 'order-and-reservation',
    without: 'an order is only replaced by who has read it, and a reservation ends once',
    breaks: [1, 2, 3, 4, 5, 6],
    conditions: { profile: 'impatient', often: ['invoke_twice', 'slow_call'], mood: { ...hesitant, ...slow } },
    mutations: [
      replaced(
        changes,
        "ConditionExpression: '#status = :status AND revision = :revision',",
        "ConditionExpression: '(#status = :status OR attribute_exists(pk)) AND revision >= :revision',",
      ),
      replaced(changes, "':revision': before.revision }", "':revision': 0 }"),
      replaced(changes, "ConditionExpression: 'attribute_not_exists(pk)',", ''),
      replaced(writes, "const held = '#status = :held';", "const held = '(#status = :held OR attribute_exists(pk))';"),
    ],
  },
];
