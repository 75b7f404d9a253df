import type { Money } from '../money.ts';

/** What every call to a provider names: the permanent key of the attempt, and what it is about. */
export type PaymentReference = { readonly key: string; readonly orderId: string; readonly amount: Money };

/**
 * A payment provider, as Holdfast needs it. Every operation is idempotent by key: a repeat tells the first effect.
 *
 * `unknown` is the honest answer when none came (a timeout, a broken connection): the effect may have happened, so
 * the caller repeats the same call with the same key. `refused` is final and had no effect.
 */
export interface PaymentProvider {
  authorize(request: PaymentReference & { readonly paymentMethod: string }): Promise<AuthorizeOutcome>;
  capture(reference: PaymentReference): Promise<CaptureOutcome>;
  /** Voiding an unknown key bars it: an authorisation that arrives later is refused. */
  void(reference: PaymentReference): Promise<VoidOutcome>;
  refund(reference: PaymentReference): Promise<RefundOutcome>;
  lookUp(key: string): Promise<LookUpOutcome>;
}

export type AuthorizeOutcome = 'authorized' | 'declined' | 'refused' | 'unknown';
export type CaptureOutcome = 'captured' | 'refused' | 'unknown';
/** `captured` and `refunded` tell that the money has moved on: undoing it takes a refund, or has been done. */
export type VoidOutcome = 'voided' | 'declined' | 'captured' | 'refunded' | 'unknown';
export type RefundOutcome = 'refunded' | 'refused' | 'unknown';
export type LookUpOutcome = 'not_found' | 'authorized' | 'declined' | 'captured' | 'voided' | 'refunded' | 'unknown';
