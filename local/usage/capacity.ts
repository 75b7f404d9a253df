import { type Item, itemBytes } from './item-size.ts';

const WRITE_BYTES = 1024;
const READ_BYTES = 4096;

/** What a transaction costs more than the same requests alone: it prepares, and then commits. */
export const TRANSACTION_FACTOR = 2;

export type Consistency = 'eventual' | 'strong' | 'transaction';

const readFactors: Readonly<Record<Consistency, number>> = {
  eventual: 0.5,
  strong: 1,
  transaction: TRANSACTION_FACTOR,
};

/**
 * The write units of one write of an item: by the larger of what was there and what is there then. A write of nothing,
 * such as deleting what is not there, and a write whose condition failed cost at least one.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function writeUnits(before: Item | undefined, after: Item | undefined): number {
  const bytes = Math.max(before === undefined ? 0 : itemBytes(before), after === undefined ? 0 : itemBytes(after));
  return chunks(bytes, WRITE_BYTES);
}

/**
 * The read units of so many bytes: of one item, or of all that a page of a query or scan looked at. To find nothing
 * costs as much as the smallest item.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function readUnits(bytes: number, consistency: Consistency): number {
  return chunks(bytes, READ_BYTES) * readFactors[consistency];
}

/** How many pieces of a size something is billed as: at least one. */
export function chunks(bytes: number, size: number): number {
  return Math.max(1, Math.ceil(bytes / size));
}
