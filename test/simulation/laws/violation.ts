/** The laws by their numbers, and what the contract promises besides. */
export type Law = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 'idempotency' | 'answers' | 'cancellation';

/** A law that was broken, and what shows it. */
export type Violation = { readonly law: Law; readonly what: string };

export const lawTexts: Readonly<Record<Law, string>> = {
  1: 'no total is negative, and all units are there that were put there',
  2: 'an order takes its quantity once, or nothing',
  3: 'the totals are the fold of the ledger',
  4: 'paid orders are charged once, and no others',
  5: 'no reservation outlives its order',
  6: 'events come after the commit, all of them, numbered without gaps',
  7: 'nothing stays in flight',
  8: 'what fits the stock is sold, to the last unit',
  idempotency: 'one request has one effect and one answer',
  cancellation: 'who is promised a cancellation gets it, and the reason is the first cause',
  answers: 'a request is answered as the contract says',
};
