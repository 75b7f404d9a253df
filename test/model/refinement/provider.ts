import * as domain from '../../../adapters/payments/simulated/ledger.ts';
import type { Ledger } from '../protocol/records.ts';
import { complete } from '../protocol/safeguards.ts';
import { authorizeAt, captureAt, refundAt, type Verdict, voidAt } from '../protocol/settling.ts';
import { ledgerOf } from './abstract.ts';
import { entryOf, reference } from './concrete.ts';
import type { Tally } from './tally.ts';

const methods: Readonly<Record<Verdict, string>> = {
  authorized: 'pm_card_visa',
  uncapturable: 'pm_sim_capture_fails',
  declined: 'pm_card_chargeDeclined',
};
const verdicts = ['authorized', 'uncapturable', 'declined'] as const;

type Applied = { readonly outcome: string; readonly next?: domain.LedgerEntry };

/** What the provider answers and remembers, for every status that it was found in. */
export function compareProvider(ledgers: Iterable<Ledger>, tally: Tally): void {
  for (const ledger of ledgers) {
    const entry = entryOf(ledger);
    const compare = (name: string, applied: Applied, model: { readonly outcome: string; readonly ledger: Ledger }) =>
      tally.compare(name, { ledger }, answerOf(ledger, applied), model, applied.outcome);
    for (const verdict of verdicts) {
      const paymentMethod = methods[verdict];
      compare('authorize', domain.authorize(entry, { ...reference, paymentMethod }), authorizeAt(ledger, verdict));
    }
    compare('capture', domain.capture(entry, reference), captureAt(ledger));
    compare('void', domain.voidAuthorization(entry, reference), voidAt(ledger, complete));
    compare('refund', domain.refund(entry, reference), refundAt(ledger));
  }
}

/** @throws when more than one operation of a kind has succeeded: nobody is charged twice */
function answerOf(ledger: Ledger, { outcome, next }: Applied): { outcome: string; ledger: Ledger } {
  const succeeded = (next?.effects ?? []).filter((effect) => effect.outcome === 'succeeded');
  const operations = succeeded.map(({ operation }) => operation);
  if (new Set(operations).size < operations.length) throw new Error(`Done twice: ${operations.join()}`);
  return { outcome, ledger: next === undefined ? ledger : ledgerOf(next) };
}
