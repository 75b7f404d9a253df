/** Where a race stands; everything is a number of orders, of one unit each. */
export type RaceTally = {
  readonly waiting: number;
  readonly taken: number;
  readonly refused: number;
  readonly putBack: number;
  readonly oversold: number;
};

const counters = ['refused', 'declined', 'paid', 'oversold'] as const;

/**
 * The race by check-then-remove, as the local run tells it: those who have not come yet are unknown to it.
 * @throws when the answer is something else
 */
export function comparisonTally(answer: unknown, buyers: number): RaceTally {
  if (typeof answer !== 'object' || answer === null) throw new Error('The comparison answered no object');
  const told = new Map<string, unknown>(Object.entries(answer));
  const count = (name: (typeof counters)[number]) => {
    const value = told.get(name);
    if (typeof value !== 'number') throw new Error(`The comparison told no ${name}`);
    return value;
  };
  return {
    waiting: buyers - count('paid') - count('refused') - count('declined'),
    taken: count('paid'),
    refused: count('refused'),
    putBack: count('declined'),
    oversold: count('oversold'),
  };
}
