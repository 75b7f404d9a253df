import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { LedgerFold, LedgerReading } from '../../../domain/reconciliation/ledger-fold.ts';
import { readOn, startReading } from '../../../domain/reconciliation/ledger-fold.ts';
import type { ReadLedger } from '../../../domain/reconciliation/ledger-look.ts';
import { type Item, movementFromItem, toItem } from '../codec.ts';
import type { MovementsTable } from '../movements.ts';

/**
 * Reads the ledger of a SKU, oldest first, a page of up to 1 MB at a time.
 * @param mayGoOn asked after every page; a reading that may not go on is told as incomplete
 */
export function ledgerReader(table: MovementsTable, sku: string, mayGoOn: () => boolean): ReadLedger {
  return async (from, settledBefore) => {
    let reading: LedgerReading = startReading(from);
    let start: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await queryPage(table, sku, from, start);
      reading = readOn(reading, Items.map(movementFromItem), settledBefore);
      start = LastEvaluatedKey;
    } while (start !== undefined && mayGoOn());
    return { ...reading, complete: start === undefined };
  };
}

function queryPage(
  { client, movementsTable }: MovementsTable,
  sku: string,
  { after }: LedgerFold,
  ExclusiveStartKey: Item | undefined,
) {
  return client.send(
    new QueryCommand({
      TableName: movementsTable,
      KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
      ExpressionAttributeValues: toItem({ ':pk': `SKU#${sku}`, ':after': after }),
      ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
    }),
  );
}
