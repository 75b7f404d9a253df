import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { ReservationChange } from '../../domain/ordering/change.ts';
import { reservationToItem, toItem, toKey } from './codec.ts';
import { countingShardOf, reservationKey } from './keys.ts';

type Rule = {
  readonly set: string;
  readonly condition: string;
  readonly values: Readonly<Record<string, unknown>>;
};

const held = '#status = :held';
const isHeld = { ':held': 'Held' };
const unpinned = 'attribute_not_exists(pin)';
const unclosed = 'attribute_not_exists(closing)';
const unwished = 'attribute_not_exists(wish)';

/** The condition that decides each race about a reservation. */
function ruleOf(change: Exclude<ReservationChange, { kind: 'tombstone' }>, at: string): Rule {
  switch (change.kind) {
    case 'commit':
      return {
        set: '#status = :next',
        condition: `${held} AND pin = :attempt AND ${unwished} AND ${unclosed}`,
        values: { ...isHeld, ':next': 'Committed', ':attempt': change.attempt },
      };
    case 'release':
      return {
        set: '#status = :next',
        condition: `${held} AND ${unpinned} AND ${unclosed}`,
        values: { ...isHeld, ':next': 'Released' },
      };
    case 'release_closed':
      return {
        set: '#status = :next',
        condition: `${held} AND attribute_exists(closing)`,
        values: { ...isHeld, ':next': change.to },
      };
    case 'expire':
      return {
        set: '#status = :next',
        condition: `${held} AND ${unpinned} AND ${unclosed} AND deadline <= :at`,
        values: { ...isHeld, ':next': 'Expired', ':at': at },
      };
    case 'return':
      return {
        set: 'returnedAt = :at',
        condition: '#status = :committed AND attribute_not_exists(returnedAt)',
        values: { ':at': at, ':committed': 'Committed' },
      };
    case 'wish':
      return {
        set: 'wish = :wish',
        condition: `${held} AND attribute_exists(pin) AND ${unwished} AND ${unclosed}`,
        values: { ...isHeld, ':wish': change.wish },
      };
  }
}

/** The reservation's part of a transaction. A tombstone is an insert: whoever comes first decides. */
export function reservationWrite(
  tableName: string,
  orderId: string,
  change: ReservationChange,
  at: string,
): TransactWriteItem {
  if (change.kind === 'tombstone') {
    const Item = reservationToItem({ orderId, status: 'Released', lines: [] });
    return { Put: { TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
  }
  const rule = ruleOf(change, at);
  const waiting = change.isUncounted ? { ':shard': countingShardOf(orderId), ':since': at } : {};
  return {
    Update: {
      TableName: tableName,
      Key: toKey(reservationKey(orderId)),
      UpdateExpression: `SET ${rule.set}${change.isUncounted ? ', uncountedShard = :shard, uncountedSince = :since' : ''}`,
      ConditionExpression: rule.condition,
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: toItem({ ...rule.values, ...waiting }),
    },
  };
}
