import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { isHot, type Stock } from '../../../domain/inventory/stock.ts';
import type { Instant } from '../../../domain/time.ts';
import { stockFromItem, toItem, toKey } from '../codec.ts';
import { ContentionError, isRefusedForLoad, writeUncontended } from '../contention.ts';
import { stockKey } from '../keys.ts';

export type LeaseRequest = {
  readonly sku: string;
  readonly batchId: string;
  readonly at: Instant;
  /** At most; fewer if fewer are left. */
  readonly units: number;
  /** How many orders of the batch ask for the SKU. */
  readonly orderCount: number;
};

/** What was leased, perhaps nothing, and the stock item as it was then, this lease included. */
export type OpenLease = { readonly units: number; readonly stock: Stock };

export type LeaseTable = {
  /** Repeats nothing: see {@link createSingleAttemptClient}. */
  readonly singleAttemptClient: DynamoDBClient;
  readonly inventoryTable: string;
  readonly promote: (sku: string) => Promise<unknown>;
};

const attempts = 4;

/**
 * Takes units into escrow. A request that was not answered is not sent again: it may still open the lease, which then
 * is this batch's for the recovery to close. A lease of the same batch is never opened twice.
 * @throws {ContentionError} when the item keeps changing its mind about being hot, or others' transactions hold it
 */
export async function openLease(table: LeaseTable, request: LeaseRequest): Promise<OpenLease> {
  let { units } = request;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const tried = await tryLease(table, { ...request, units });
    if ('units' in tried) return tried;
    const { stock } = tried;
    if (stock === undefined) throw new Error(`${request.sku} had a stock item, and has none any more`);
    const opened = stock.leases?.[request.batchId];
    if (opened !== undefined) return { units: opened.units, stock };
    if (!isHot(stock)) await table.promote(request.sku);
    else if (stock.available === 0) return { units: 0, stock };
    else units = Math.min(request.units, stock.available);
  }
  throw new ContentionError(`${request.sku} changed ${attempts} times while it was leased`);
}

async function tryLease(
  { singleAttemptClient: client, inventoryTable }: LeaseTable,
  request: LeaseRequest,
): Promise<OpenLease | { readonly stock: Stock | undefined }> {
  try {
    const command = new UpdateItemCommand(leaseUpdate(inventoryTable, request));
    const { Attributes } = await writeUncontended(() => client.send(command), isRefusedForLoad);
    if (Attributes === undefined) throw new Error(`The lease on ${request.sku} was not answered with the stock item`);
    return { units: request.units, stock: stockFromItem(Attributes) };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { stock: error.Item === undefined ? undefined : stockFromItem(error.Item) };
  }
}

function leaseUpdate(TableName: string, { sku, batchId, at, units, orderCount }: LeaseRequest): UpdateItemCommandInput {
  return {
    TableName,
    Key: toKey(stockKey(sku)),
    UpdateExpression:
      'SET leases.#batch = :lease ADD available :taken, reserved :units, leaseRequests :orderCount, revision :one',
    ConditionExpression: 'attribute_exists(leases) AND attribute_not_exists(leases.#batch) AND available >= :units',
    ExpressionAttributeNames: { '#batch': batchId },
    ExpressionAttributeValues: toItem({
      ':lease': { units, at },
      ':taken': -units,
      ':units': units,
      ':orderCount': orderCount,
      ':one': 1,
    }),
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}

/** Ends a lease and gives back what no reservation uses. One that somebody else has ended stays as it is. */
export async function closeLease(
  { client, inventoryTable }: { readonly client: DynamoDBClient; readonly inventoryTable: string },
  sku: string,
  batchId: string,
  unused: number,
): Promise<void> {
  const update = new UpdateItemCommand({
    TableName: inventoryTable,
    Key: toKey(stockKey(sku)),
    UpdateExpression: 'REMOVE leases.#batch ADD available :unused, reserved :released, revision :one',
    ConditionExpression: 'attribute_exists(leases.#batch)',
    ExpressionAttributeNames: { '#batch': batchId },
    ExpressionAttributeValues: toItem({ ':unused': unused, ':released': unused === 0 ? 0 : -unused, ':one': 1 }),
  });
  try {
    await writeUncontended(() => client.send(update));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
