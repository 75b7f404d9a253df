import { admit, planLeases, refusalsOf, type Units, unitsOf } from '../../../domain/inventory/escrow.ts';
import type { AdmittedOrder, BatchDecision } from '../../../domain/inventory/hot.ts';
import {
  heldReservation,
  type Reservation,
  type ReservationRequest,
  rejectedReservation,
} from '../../../domain/inventory/reservation.ts';
import { isHot, type Stock } from '../../../domain/inventory/stock.ts';
import { addSeconds, type Instant } from '../../../domain/time.ts';
import { existing, type ReserveOutcome } from '../reservations.ts';
import type { LeaseRequest, OpenLease } from './leases.ts';
import type { PromoteOutcome } from './registry.ts';

/**
 * The steps of the escrow protocol. Each is one write of one item (or a read), and the worker may die, or sleep for as
 * long as it likes, before and after each of them.
 */
export type EscrowSteps = {
  readonly readStocks: (skus: readonly string[]) => Promise<Stock[]>;
  readonly promote: (sku: string) => Promise<PromoteOutcome>;
  readonly openLease: (request: LeaseRequest) => Promise<OpenLease>;
  /** @returns the decision that stands: this one, unless there is one already */
  readonly decide: (batchId: string, decision: BatchDecision) => Promise<BatchDecision>;
  /** @returns the reservation that stands: this one, unless there is one already */
  readonly insert: (reservation: Reservation) => Promise<{ readonly inserted: boolean; readonly stands: Reservation }>;
  readonly closeLease: (sku: string, batchId: string, unused: number) => Promise<void>;
};

/** One attempt of one worker: the id is new for each, and never an order's. */
export type Batch = { readonly batchId: string; readonly at: Instant; readonly ttlSeconds: number };

export type EscrowOutcome =
  | ReserveOutcome
  /** Units that others hold in escrow may still come back: ask again. */
  | { readonly outcome: 'undecided' }
  /** None of its SKUs is hot: a transaction is cheaper. */
  | { readonly outcome: 'quiet' };

export type EscrowOutcomes = Map<string, EscrowOutcome>;

/**
 * Reserves a batch of orders, each all or nothing, by units that are leased from the stock items for the whole batch:
 * lease, decide, insert the reservations, give back what was not used. Whoever finds the batch dead replays it from
 * its decision ({@link recoverBatch}); what happens twice or late loses a condition.
 * @throws when the outcome of a step is unknown; the recovery finds out
 */
export async function reserveByEscrow(
  steps: EscrowSteps,
  orders: readonly AdmittedOrder[],
  batch: Batch,
): Promise<EscrowOutcomes> {
  const read = await steps.readStocks([...unitsOf(orders).keys()]);
  const hotSkus = new Set(read.filter(isHot).map(({ sku }) => sku));
  const [hot, quiet] = partition(orders, ({ lines }) => lines.some(({ sku }) => hotSkus.has(sku)));
  const outcomes: EscrowOutcomes = new Map(quiet.map(({ orderId }) => [orderId, { outcome: 'quiet' }]));
  if (hot.length === 0) return outcomes;
  const wanted = unitsOf(hot);
  const stocks = read.filter(({ sku }) => wanted.has(sku));
  // Every lease is on a SKU that the sweep knows of.
  await Promise.all(stocks.filter((stock) => !isHot(stock)).map(({ sku }) => steps.promote(sku)));
  const leases = await openLeases(steps, hot, stocks, batch);
  const used = await insertAdmitted(steps, admit(hot, unitsIn(leases)), batch, outcomes);
  const images = stocks.map((stock) => leases.get(stock.sku)?.stock ?? stock);
  await Promise.all([
    closeLeases(steps, batch.batchId, unitsIn(leases), used),
    refuse(steps, hot, images, { batch, outcomes }),
  ]);
  return outcomes;
}

function partition<T>(all: readonly T[], belongs: (one: T) => boolean): [T[], T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))];
}

function unitsIn(leases: ReadonlyMap<string, OpenLease>): Units {
  return new Map([...leases].map(([sku, { units }]) => [sku, units]));
}

async function openLeases(
  steps: EscrowSteps,
  orders: readonly AdmittedOrder[],
  stocks: readonly Stock[],
  { batchId, at }: Batch,
): Promise<Map<string, OpenLease>> {
  const opened = await Promise.all(
    [...planLeases(orders, stocks)].map(async ([sku, units]) => {
      const orderCount = orders.filter(({ lines }) => lines.some((line) => line.sku === sku)).length;
      return [sku, await steps.openLease({ sku, batchId, at, units, orderCount })] as const;
    }),
  );
  return new Map(opened);
}

/** @returns what the reservations of the batch use of its leases */
async function insertAdmitted(
  steps: EscrowSteps,
  admitted: readonly AdmittedOrder[],
  batch: Batch,
  outcomes: EscrowOutcomes,
): Promise<Units> {
  if (admitted.length === 0) return new Map();
  const { at: decidedAt, ttlSeconds } = batch;
  const decision = await steps.decide(batch.batchId, { outcome: 'admitted', orders: admitted, decidedAt, ttlSeconds });
  // A recovery took this worker for dead: nobody was admitted, and the leases go back whole.
  if (decision.outcome === 'aborted') return new Map();
  return insertReservations(steps, batch, admitted, outcomes);
}

async function insertReservations(
  steps: Pick<EscrowSteps, 'insert'>,
  { batchId, at, ttlSeconds }: Batch,
  admitted: readonly AdmittedOrder[],
  outcomes: EscrowOutcomes,
): Promise<Units> {
  const deadline = addSeconds(at, ttlSeconds);
  const inserted = await Promise.all(
    admitted.map(async (order) => {
      const { stands } = await steps.insert(heldReservation(requestOf(order, at), deadline, batchId));
      const isOurs = 'batch' in stands && stands.batch === batchId;
      outcomes.set(order.orderId, isOurs ? { outcome: 'held' } : existing(stands));
      return isOurs ? [order] : [];
    }),
  );
  return unitsOf(inserted.flat());
}

function requestOf(order: AdmittedOrder, decidedAt: Instant): ReservationRequest {
  return { ...order, decidedAt };
}

type Refusing = { readonly batch: Batch; readonly outcomes: EscrowOutcomes };

/** Those that are left are refused for what is short whatever becomes of all leases, or stay undecided. */
async function refuse(
  steps: EscrowSteps,
  orders: readonly AdmittedOrder[],
  stocks: readonly Stock[],
  { batch, outcomes }: Refusing,
): Promise<void> {
  const decided = new Map(outcomes);
  const hasUnits = ({ orderId }: AdmittedOrder) => {
    const outcome = decided.get(orderId);
    return outcome === undefined ? 'undecided' : outcome.outcome === 'held';
  };
  await Promise.all(
    refusalsOf(orders, stocks, hasUnits).map(async ([order, shortages]) => {
      if (shortages.length === 0) return outcomes.set(order.orderId, { outcome: 'undecided' });
      const { inserted, stands } = await steps.insert(rejectedReservation(requestOf(order, batch.at), shortages));
      return outcomes.set(order.orderId, inserted ? { outcome: 'rejected', shortages } : existing(stands));
    }),
  );
}

async function closeLeases(
  steps: Pick<EscrowSteps, 'closeLease'>,
  batchId: string,
  leased: Units,
  used: Units,
): Promise<void> {
  await Promise.all(
    [...leased]
      .filter(([, units]) => units > 0)
      .map(([sku, units]) => steps.closeLease(sku, batchId, units - (used.get(sku) ?? 0))),
  );
}

/**
 * Ends a batch whose worker seems to be dead: bars its decision, or replays it if it has been made. The worker may go
 * on at any time all the same.
 * @param leased what the batch still holds, by SKU
 */
export async function recoverBatch(
  steps: Pick<EscrowSteps, 'decide' | 'insert' | 'closeLease'>,
  batchId: string,
  leased: Units,
): Promise<'aborted' | 'replayed'> {
  const decision = await steps.decide(batchId, { outcome: 'aborted' });
  if (decision.outcome === 'aborted') {
    await closeLeases(steps, batchId, leased, new Map());
    return 'aborted';
  }
  const { decidedAt: at, ttlSeconds, orders } = decision;
  const used = await insertReservations(steps, { batchId, at, ttlSeconds }, orders, new Map());
  await closeLeases(steps, batchId, leased, used);
  return 'replayed';
}
