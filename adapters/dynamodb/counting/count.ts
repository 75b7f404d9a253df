import { randomUUID } from 'node:crypto';
import {
  type CountedReservation,
  type CountingRecord,
  type CountingStep,
  countedDeltas,
  isClaimedBy,
  isCountedInBatches,
  isDue,
  skusOf,
} from '../../../domain/inventory/counting.ts';
import type { Reservation } from '../../../domain/inventory/reservation.ts';
import type { Instant } from '../../../domain/time.ts';
import { ContentionError } from '../contention.ts';
import { readReservations } from '../order-books.ts';
import { readStocks } from '../stock.ts';
import { claim } from './claims.ts';
import { decideBatch, readBatch } from './records.ts';
import type { CountingTable } from './table.ts';
import { closeToken, openToken } from './tokens.ts';

const attempts = 3;

/**
 * Brings the stock totals after what these reservations have decided: their commits and releases in one batch, then,
 * once their commits are counted, their returns in another. Who has been counted already is passed over, so that a
 * reservation may come twice, late, and in any order.
 * @returns how many steps this call has claimed
 */
export async function countReservations(
  table: CountingTable,
  reservations: readonly Reservation[],
  at: Instant,
): Promise<number> {
  const batched = reservations.filter(isCountedInBatches);
  const settled = await countStep(table, batched, 'settlement', at);
  const returned = batched.filter((reservation) => isDue(reservation, 'return'));
  if (returned.length === 0) return settled;
  await finishSettlements(table, returned);
  return settled + (await countStep(table, returned, 'return', at));
}

async function countStep(
  table: CountingTable,
  reservations: readonly CountedReservation[],
  step: CountingStep,
  at: Instant,
): Promise<number> {
  const due = reservations.filter((reservation) => isDue(reservation, step));
  if (due.length === 0) return 0;
  const orderIds = [...new Set(due.map(({ orderId }) => orderId))];
  const record = { outcome: 'counting', step, orderIds, skus: skusOf(due), decidedAt: at } as const;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const counted = await countBatch(table, record);
    if (counted !== 'aborted') return counted;
  }
  throw new ContentionError(`A batch of ${orderIds.length} orders was aborted ${attempts} times before it was decided`);
}

type Decided = Extract<CountingRecord, { outcome: 'counting' }>;

/** Each try has an id of its own: what a former one may still do has nothing to do with this one. */
async function countBatch(table: CountingTable, record: Decided): Promise<number | 'aborted'> {
  const batchId = randomUUID();
  await Promise.all(record.skus.map((sku) => openToken(table, sku, batchId, record.decidedAt)));
  const stands = await decideBatch(table, batchId, record);
  if (stands.outcome === 'counting') return finishBatch(table, batchId, stands);
  await discard(table, batchId, record.skus);
  return 'aborted';
}

/**
 * Does what is left of a batch: its worker does, whoever waits for it, and the sweep if the worker is dead; all at once
 * as well. Who claims what is certain once every order was tried, so that all of them count the same, and the token of
 * each SKU lets one of them.
 */
async function finishBatch(table: CountingTable, batchId: string, { step, orderIds, skus }: Decided): Promise<number> {
  const reservations = await Promise.all(orderIds.map((orderId) => claim(table, orderId, step, batchId)));
  const claimed = reservations.filter((reservation) => isClaimedBy(reservation, step, batchId));
  const deltas = countedDeltas(skus, claimed, step);
  await Promise.all([...deltas].map(([sku, change]) => closeToken(table, sku, batchId, change)));
  return claimed.length;
}

/** A batch that was aborted has claimed nothing: its tokens go without effect. */
async function discard(table: CountingTable, batchId: string, skus: readonly string[]): Promise<void> {
  const nothing = countedDeltas(skus, [], 'settlement');
  await Promise.all([...nothing].map(([sku, change]) => closeToken(table, sku, batchId, change)));
}

/** Ends a batch whose worker seems dead: not decided, it is aborted; decided, it is finished. */
export async function recoverBatch(table: CountingTable, batchId: string, skus: readonly string[]): Promise<void> {
  const record = await decideBatch(table, batchId, { outcome: 'aborted' });
  if (record.outcome === 'counting') await finishBatch(table, batchId, record);
  else await discard(table, batchId, skus);
}

/**
 * Counts the commits of these reservations to the end, whoever has begun to. Afterwards they may return, and be
 * written off: a token that is closed is never opened again.
 */
async function finishSettlements(table: CountingTable, reservations: readonly CountedReservation[]): Promise<void> {
  const orderIds = [...new Set(reservations.map(({ orderId }) => orderId))];
  const current = await readReservations(table, orderIds);
  const awaited = [...current.values()].flatMap((reservation) =>
    isCountedInBatches(reservation) ? (reservation.countedBy ?? []) : [],
  );
  // In this order: a claim is made after its token is there, so that a token which is not there now has been closed.
  const stocks = await readStocks(table.client, table.inventoryTable, skusOf(reservations));
  const open = new Set(stocks.flatMap(({ counts = {} }) => Object.keys(counts)));
  for (const batchId of new Set(awaited)) {
    if (!open.has(batchId)) continue;
    const record = await readBatch(table, batchId);
    if (record.outcome === 'counting') await finishBatch(table, batchId, record);
  }
}

/** Counts the commit of one order, to the end. */
export async function countSettlement(table: CountingTable, reservation: Reservation, at: Instant): Promise<void> {
  if (!isCountedInBatches(reservation)) return;
  await countStep(table, [reservation], 'settlement', at);
  await finishSettlements(table, [reservation]);
}
