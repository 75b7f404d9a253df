import { leasedUnits, type Stock } from '../inventory/stock.ts';
import type { Instant } from '../time.ts';
import { isBelieved, type Suspicion } from './belief.ts';
import {
  afterPart,
  afterReading,
  type Checkpoint,
  isChangedByHand,
  isInFull,
  isTold,
  proven,
  readingFrom,
  readingNeeded,
  settledBefore,
  withoutProof,
} from './checkpoint.ts';
import type { StockFinding } from './discrepancy.ts';
import { type LedgerFold, type LedgerReading, sameTotals } from './ledger-fold.ts';
import { compareStock } from './stock-books.ts';

/** Reads a SKU's ledger from a fold on; `complete` says whether to its end. */
export type ReadLedger = (
  from: LedgerFold,
  settledBefore: Instant,
) => Promise<LedgerReading & { readonly complete: boolean }>;

/** The counter of a SKU beside its ledger. */
export type LedgerLook = {
  /** `unchanged`: as before, nothing was read. `unfinished`: the next look goes on. `known`: differs as was told. */
  readonly outcome: 'unchanged' | 'unfinished' | 'agrees' | 'known' | 'differs';
  /** Holds however the stock item has changed since: it says how far the ledger was read. */
  readonly checkpoint: Checkpoint;
  readonly finding?: StockFinding;
  /** Whether the finding is more than a suspicion: the whole ledger was read for it, and it was seen before. */
  readonly believed?: boolean;
};

export type LookRequest = {
  readonly checkpoint: Checkpoint;
  readonly stock: Stock;
  readonly earlier: Suspicion | undefined;
  readonly at: Instant;
  readonly read: ReadLedger;
};

/**
 * Compares the counter of a SKU with its ledger. What came late may stand before what was read earlier: so a
 * difference is believed only after the whole ledger has been read.
 */
export async function lookAtLedger(request: LookRequest): Promise<LedgerLook> {
  const { checkpoint, stock, earlier, at } = request;
  const needed = readingNeeded(checkpoint, stock, at);
  if (needed === 'none') return { outcome: 'unchanged', checkpoint };
  const look = await compareAfter(request, needed);
  const worthMore = look.finding !== undefined && isBelieved(look.finding, earlier, at) && look.believed !== true;
  return worthMore ? compareAfter({ ...request, checkpoint: look.checkpoint }, 'full') : look;
}

async function compareAfter(request: LookRequest, needed: 'tail' | 'full'): Promise<LedgerLook> {
  const { checkpoint, stock, earlier, at, read } = request;
  const reading = await read(readingFrom(checkpoint, needed), settledBefore(at));
  if (!reading.complete) return { outcome: 'unfinished', checkpoint: afterPart(checkpoint, needed, reading) };
  const next = afterReading(checkpoint, needed, reading, at);
  const finding = compareStock('ledger', stock, reading.totals);
  if (finding === undefined) return { outcome: 'agrees', checkpoint: next };
  const byHand = isChangedByHand(checkpoint, stock);
  const differing = byHand ? next : withoutProof(next);
  if (isTold(checkpoint.told?.ledger, finding.difference)) return { outcome: 'known', checkpoint: differing };
  const believed = isInFull(checkpoint, needed) && (byHand || isBelieved(finding, earlier, at));
  return { outcome: 'differs', checkpoint: differing, finding, believed };
}

/**
 * What the look is worth when the stock item has been read again after it: nothing, if it has changed, since then the
 * ledger was read amid the change. `undefined` says so.
 */
export function confirmLook(look: LedgerLook, before: Stock, after: Stock | undefined): LedgerLook | undefined {
  if (look.outcome === 'unchanged' || look.outcome === 'unfinished') return look;
  // What is in escrow is counted as reserved, and no ledger knows of it before it is decided on.
  if (leasedUnits(before) > 0) return undefined;
  if (after === undefined || after.revision !== before.revision || !sameTotals(after, before)) return undefined;
  return look.outcome === 'agrees' ? { ...look, checkpoint: proven(look.checkpoint, before) } : look;
}
