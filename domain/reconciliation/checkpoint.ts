import type { Stock, StockDeltas, StockTotals } from '../inventory/stock.ts';
import { addSeconds, type Instant, secondsBetween } from '../time.ts';
import type { StockFinding } from './discrepancy.ts';
import {
  differenceBetween,
  emptyFold,
  isZero,
  type LedgerFold,
  type LedgerReading,
  sameTotals,
} from './ledger-fold.ts';

/** What reconciling has proven of a SKU, and how far it has read its ledger. */
export type Checkpoint = {
  readonly sku: string;
  /** The latest revision at which the counter was the ledger's sum. */
  readonly proof?: { readonly revision: number; readonly totals: StockTotals };
  /** The old part of the ledger, which is not read again to see what is new. */
  readonly fold: LedgerFold;
  /** A reading from the beginning that was not finished yet. */
  readonly rereading?: LedgerFold;
  readonly readInFullAt?: Instant;
  /** The differences that have been told. They stay the same from revision to revision, and are told once. */
  readonly told?: Partial<Readonly<Record<StockFinding['kind'], StockDeltas>>>;
};

export function newCheckpoint(sku: string): Checkpoint {
  return { sku, fold: emptyFold };
}

/** A row that is younger may still get others before it: it is read again the next time. */
const settledAfterSeconds = 600;

export function settledBefore(at: Instant): Instant {
  return addSeconds(at, -settledAfterSeconds);
}

/**
 * A ledger that nothing is added to could still be changed by hand, and one whose difference was told may still get
 * the row that it lacks: so both are read from the beginning now and then.
 */
const readInFullAfterSeconds = 7 * 86_400;
const readToldInFullAfterSeconds = 3_600;

/** How much of a SKU's ledger has to be read: none, what came since the checkpoint, or all from the beginning. */
export type ReadingNeeded = 'none' | 'tail' | 'full';

/** Decides it by the stock item alone, whose revision rises with every write: what was proven of one stays proven. */
export function readingNeeded(checkpoint: Checkpoint, stock: Stock, at: Instant): ReadingNeeded {
  const { proof, rereading, told } = checkpoint;
  if (rereading !== undefined || isLongAgo(checkpoint, at)) return 'full';
  if (proof?.revision !== stock.revision) return 'tail';
  const changed = differenceBetween(stock, proof.totals);
  return isZero(changed) || isTold(told?.ledger, changed) ? 'none' : 'full';
}

function isLongAgo({ readInFullAt, told }: Checkpoint, at: Instant): boolean {
  if (readInFullAt === undefined) return false;
  const limit = told?.ledger === undefined ? readInFullAfterSeconds : readToldInFullAfterSeconds;
  return secondsBetween(readInFullAt, at) >= limit;
}

export function isTold(told: StockDeltas | undefined, difference: StockDeltas): boolean {
  return told !== undefined && sameTotals(told, difference);
}

/** The counter is not what it was proven to be at this very revision: somebody wrote it who does not count revisions. */
export function isChangedByHand({ proof }: Checkpoint, stock: Stock): boolean {
  return proof !== undefined && proof.revision === stock.revision && !sameTotals(proof.totals, stock);
}

/** Where a reading begins. */
export function readingFrom({ fold, rereading }: Checkpoint, needed: 'tail' | 'full'): LedgerFold {
  return needed === 'tail' ? fold : (rereading ?? emptyFold);
}

/** Whether a reading has seen the whole ledger, with what came late and stands before what was read earlier. */
export function isInFull(checkpoint: Checkpoint, needed: 'tail' | 'full'): boolean {
  return needed === 'full' || checkpoint.fold.after === undefined;
}

/** The checkpoint after a reading that was ended before the end of the ledger; the next one goes on from there. */
export function afterPart(checkpoint: Checkpoint, needed: 'tail' | 'full', { fold }: LedgerReading): Checkpoint {
  return needed === 'tail' ? { ...checkpoint, fold } : { ...checkpoint, rereading: fold };
}

/** The checkpoint after a reading to the end; it proves nothing yet. */
export function afterReading(
  checkpoint: Checkpoint,
  needed: 'tail' | 'full',
  { fold }: LedgerReading,
  at: Instant,
): Checkpoint {
  const { rereading: _, readInFullAt, ...rest } = checkpoint;
  const sinceFull = isInFull(checkpoint, needed) ? at : (readInFullAt ?? at);
  return { ...rest, fold, readInFullAt: sinceFull };
}

/** The books agree at this revision; a difference that was told before is gone. */
export function proven(checkpoint: Checkpoint, stock: Stock): Checkpoint {
  const { available, reserved, sold, revision } = stock;
  const { ledger: _, ...told } = checkpoint.told ?? {};
  return { ...checkpoint, proof: { revision, totals: { available, reserved, sold } }, told };
}

/** The ledger is not what it was when this was proven: the next look has to read it. */
export function withoutProof({ proof: _, ...checkpoint }: Checkpoint): Checkpoint {
  return checkpoint;
}

/** The difference of a kind has been told, or (`undefined`) is gone. */
export function withTold(
  checkpoint: Checkpoint,
  kind: StockFinding['kind'],
  difference: StockDeltas | undefined,
): Checkpoint {
  const { [kind]: _, ...others } = checkpoint.told ?? {};
  return { ...checkpoint, told: difference === undefined ? others : { ...others, [kind]: difference } };
}
