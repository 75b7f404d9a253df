import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type CountedReservation, type CountingStep, isCountedInBatches } from '../../../domain/inventory/counting.ts';
import type { InventoryTable } from '../adjustments.ts';
import { type Item, reservationFromItem, toItem, toKey } from '../codec.ts';
import { writeUncontended } from '../contention.ts';
import { reservationKey } from '../keys.ts';

const forget = 'REMOVE uncountedShard, uncountedSince';

/**
 * A settlement of units that were given back since leaves the mark of what is not counted, which is the return's then.
 * A return is claimed only after its settlement.
 */
const rules = {
  settlement: {
    update: `SET countedBy = :batch ${forget}`,
    condition: 'attribute_not_exists(returnedAt) AND (attribute_not_exists(countedBy) OR countedBy = :batch)',
  },
  settlementBeforeReturn: {
    update: 'SET countedBy = :batch',
    condition: 'attribute_exists(returnedAt) AND (attribute_not_exists(countedBy) OR countedBy = :batch)',
  },
  return: {
    update: `SET returnCountedBy = :batch ${forget}`,
    condition:
      'attribute_exists(returnedAt) AND attribute_exists(countedBy) ' +
      'AND (attribute_not_exists(returnCountedBy) OR returnCountedBy = :batch)',
  },
} as const;

/** Claims a step of a reservation for a batch, unless another has it. @returns the reservation as it is then */
export async function claim(
  table: InventoryTable,
  orderId: string,
  step: CountingStep,
  batchId: string,
): Promise<CountedReservation> {
  const claimed = await tryToClaim(table, orderId, step, batchId);
  const isLeft = step === 'settlement' && claimed.countedBy === undefined;
  return isLeft ? tryToClaim(table, orderId, 'settlementBeforeReturn', batchId) : claimed;
}

async function tryToClaim(
  { client, inventoryTable }: InventoryTable,
  orderId: string,
  rule: keyof typeof rules,
  batchId: string,
): Promise<CountedReservation> {
  const { update, condition } = rules[rule];
  const command = new UpdateItemCommand({
    TableName: inventoryTable,
    Key: toKey(reservationKey(orderId)),
    UpdateExpression: update,
    ConditionExpression: `#status <> :held AND attribute_exists(#escrow) AND ${condition}`,
    // `status` and `batch` are words of the language.
    ExpressionAttributeNames: { '#status': 'status', '#escrow': 'batch' },
    ExpressionAttributeValues: toItem({ ':batch': batchId, ':held': 'Held' }),
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    return counted(orderId, (await writeUncontended(() => client.send(command))).Attributes);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return counted(orderId, error.Item);
  }
}

function counted(orderId: string, item: Item | undefined): CountedReservation {
  const reservation = item === undefined ? undefined : reservationFromItem(item);
  if (isCountedInBatches(reservation)) return reservation;
  throw new Error(`The reservation of order ${orderId} is not counted in batches`);
}
