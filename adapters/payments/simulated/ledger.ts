import type { Money } from '../../../domain/money.ts';
import type {
  AuthorizeOutcome,
  CaptureOutcome,
  LookUpOutcome,
  RefundOutcome,
  VoidOutcome,
} from '../../../domain/payment/provider.ts';

/** One effect of an operation, or its final refusal; a repeat by the same key adds none. */
export type LedgerEffect = {
  readonly orderId: string;
  readonly operation: 'authorize' | 'capture' | 'void' | 'refund';
  readonly outcome: 'succeeded' | 'declined' | 'refused';
  readonly amount: Money;
  readonly key: string;
  readonly at: string;
};

/**
 * What the simulated provider knows of a key. `unseen`: a call failed without an effect. `barred`: voided before
 * anything was authorised, so that an authorisation that arrives late is refused.
 */
export type LedgerEntry = {
  readonly key: string;
  readonly orderId: string;
  readonly amount: Money;
  readonly paymentMethod?: string;
  readonly status: 'unseen' | 'authorized' | 'declined' | 'captured' | 'voided' | 'barred' | 'refunded';
  readonly effects: readonly LedgerEffect[];
  readonly revision: number;
};

export type Reference = { readonly key: string; readonly orderId: string; readonly amount: Money; readonly at: string };

/** The outcome of an operation, and the entry that it leaves where it changes one. */
export type Applied<Outcome extends string> = { readonly outcome: Outcome; readonly next?: LedgerEntry };

function entryOf(entry: LedgerEntry | undefined, { key, orderId, amount }: Reference): LedgerEntry {
  return entry ?? { key, orderId, amount, status: 'unseen', effects: [], revision: 0 };
}

function withEffect(
  entry: LedgerEntry,
  status: LedgerEntry['status'],
  effect: Pick<LedgerEffect, 'operation' | 'outcome'>,
  at: string,
): LedgerEntry {
  const { orderId, amount, key } = entry;
  const row = { orderId, ...effect, amount, key, at };
  return { ...entry, status, effects: [...entry.effects, row], revision: entry.revision + 1 };
}

/** Records a refusal the first time that it is given. */
function refuse<Outcome extends string>(
  entry: LedgerEntry,
  operation: LedgerEffect['operation'],
  outcome: Outcome,
  at: string,
): Applied<Outcome> {
  const known = entry.effects.some((effect) => effect.operation === operation && effect.outcome === 'refused');
  return known
    ? { outcome }
    : { outcome, next: withEffect(entry, entry.status, { operation, outcome: 'refused' }, at) };
}

/** Records a call that fails without an effect: the next one with this key succeeds. */
export function fail(entry: LedgerEntry | undefined, reference: Reference): LedgerEntry {
  const before = entryOf(entry, reference);
  return { ...before, revision: before.revision + 1 };
}

const declining = new Set(['pm_card_chargeDeclined', 'pm_sim_timeout_then_declined']);

export function authorize(
  entry: LedgerEntry | undefined,
  reference: Reference & { readonly paymentMethod: string },
): Applied<Exclude<AuthorizeOutcome, 'unknown'>> {
  const before = { ...entryOf(entry, reference), paymentMethod: reference.paymentMethod };
  switch (before.status) {
    case 'unseen':
      return decide(before, reference);
    case 'declined':
      return { outcome: 'declined' };
    case 'barred':
      return refuse(before, 'authorize', 'refused', reference.at);
    case 'voided':
    case 'refunded':
      return { outcome: 'refused' };
    default:
      return { outcome: 'authorized' };
  }
}

function decide(
  entry: LedgerEntry,
  { paymentMethod, at }: { readonly paymentMethod: string; readonly at: string },
): Applied<'authorized' | 'declined'> {
  if (declining.has(paymentMethod)) {
    return {
      outcome: 'declined',
      next: withEffect(entry, 'declined', { operation: 'authorize', outcome: 'declined' }, at),
    };
  }
  const next = withEffect(entry, 'authorized', { operation: 'authorize', outcome: 'succeeded' }, at);
  return { outcome: 'authorized', next };
}

export function capture(
  entry: LedgerEntry | undefined,
  reference: Reference,
): Applied<Exclude<CaptureOutcome, 'unknown'>> {
  if (entry === undefined || entry.status === 'unseen') return { outcome: 'refused' };
  if (entry.status === 'captured') return { outcome: 'captured' };
  if (entry.status !== 'authorized' || entry.paymentMethod === 'pm_sim_capture_fails') {
    return refuse(entry, 'capture', 'refused', reference.at);
  }
  const next = withEffect(entry, 'captured', { operation: 'capture', outcome: 'succeeded' }, reference.at);
  return { outcome: 'captured', next };
}

export function voidAuthorization(
  entry: LedgerEntry | undefined,
  reference: Reference,
): Applied<Exclude<VoidOutcome, 'unknown'>> {
  const before = entryOf(entry, reference);
  const done = { operation: 'void', outcome: 'succeeded' } as const;
  switch (before.status) {
    case 'unseen':
      return { outcome: 'voided', next: withEffect(before, 'barred', done, reference.at) };
    case 'authorized':
      return { outcome: 'voided', next: withEffect(before, 'voided', done, reference.at) };
    case 'captured':
      return refuse(before, 'void', 'captured', reference.at);
    case 'barred':
      return { outcome: 'voided' };
    default:
      return { outcome: before.status };
  }
}

export function refund(
  entry: LedgerEntry | undefined,
  reference: Reference,
): Applied<Exclude<RefundOutcome, 'unknown'>> {
  if (entry?.status === 'refunded') return { outcome: 'refunded' };
  if (entry === undefined || entry.status === 'unseen') return { outcome: 'refused' };
  if (entry.status !== 'captured') return refuse(entry, 'refund', 'refused', reference.at);
  const next = withEffect(entry, 'refunded', { operation: 'refund', outcome: 'succeeded' }, reference.at);
  return { outcome: 'refunded', next };
}

export function lookUp(entry: LedgerEntry | undefined): Exclude<LookUpOutcome, 'unknown'> {
  if (entry === undefined || entry.status === 'unseen') return 'not_found';
  return entry.status === 'barred' ? 'voided' : entry.status;
}
