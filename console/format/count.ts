const counts = new Intl.NumberFormat();
const changes = new Intl.NumberFormat(undefined, { signDisplay: 'exceptZero' });

/** A number of units in the reader's way of writing. */
export const formatCount = (count: number): string => counts.format(count);

/** The same with its sign. */
export const formatChange = (change: number): string => changes.format(change);
