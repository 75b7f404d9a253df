import { setTimeout as delay } from 'node:timers/promises';
import type { AuthorizeOutcome, PaymentProvider, PaymentReference } from '../../../domain/payment/provider.ts';
import * as ledger from './ledger.ts';
import { applyTo, type LedgerTable, readEntry } from './store.ts';

/** How long a caller of this provider waits for an answer that does not come. */
const requestTimeoutMilliseconds = 500;
const slowMilliseconds = 2_000;

type Request = PaymentReference & { readonly paymentMethod: string };

/**
 * A payment provider for trials and tests, decided by the payment method alone. It keeps its ledger in a table of its
 * own and misbehaves as real ones do: slow, silent, with an effect or without.
 */
export function simulatedProvider(table: LedgerTable, now: () => string): PaymentProvider {
  const apply = async <Outcome extends string>(
    reference: PaymentReference,
    operation: (entry: ledger.LedgerEntry | undefined, dated: ledger.Reference) => ledger.Applied<Outcome>,
  ) => {
    const { outcome } = await applyTo(table, reference.key, (entry) => operation(entry, { ...reference, at: now() }));
    return outcome;
  };
  return {
    authorize: (request) => authorize(table, request, now),
    capture: (reference) => apply(reference, ledger.capture),
    void: (reference) => apply(reference, ledger.voidAuthorization),
    refund: (reference) => apply(reference, ledger.refund),
    lookUp: async (key) => ledger.lookUp(await readEntry(table, key)),
  };
}

/** The silence that a caller ends by its own time limit. */
async function noAnswer(): Promise<'unknown'> {
  await delay(requestTimeoutMilliseconds);
  return 'unknown';
}

async function authorize(table: LedgerTable, request: Request, now: () => string): Promise<AuthorizeOutcome> {
  if (request.paymentMethod === 'pm_sim_unavailable') return noAnswer();
  if (request.paymentMethod === 'pm_sim_slow') await delay(slowMilliseconds);
  if (request.paymentMethod === 'pm_sim_unavailable_once' && (await failsOnce(table, request, now))) return noAnswer();
  const applied = await applyTo(table, request.key, (entry) => ledger.authorize(entry, { ...request, at: now() }));
  const losesAnswer = request.paymentMethod.startsWith('pm_sim_timeout_then_') && applied.next !== undefined;
  return losesAnswer ? noAnswer() : applied.outcome;
}

/** Whether this is the first call of the key: it leaves a mark, and no effect. */
async function failsOnce(table: LedgerTable, request: Request, now: () => string): Promise<boolean> {
  const { outcome } = await applyTo(table, request.key, (entry) =>
    entry === undefined
      ? { outcome: 'first', next: ledger.fail(entry, { ...request, at: now() }) }
      : { outcome: 'repeated' },
  );
  return outcome === 'first';
}
