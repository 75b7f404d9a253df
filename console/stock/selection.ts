import type { Item } from '../api/schemas.ts';

export const sortings = {
  name: 'Name',
  sku: 'SKU',
  available: 'Least available',
  price: 'Highest price',
} as const;

export type Sorting = keyof typeof sortings;

/** What a reader wants to see of the catalogue. */
export type Selection = { readonly search: string; readonly sorting: Sorting; readonly isLowOnly: boolean };

const byName = (left: Item, right: Item) => left.name.localeCompare(right.name) || left.sku.localeCompare(right.sku);

const orders: Readonly<Record<Sorting, (left: Item, right: Item) => number>> = {
  name: byName,
  sku: (left, right) => left.sku.localeCompare(right.sku),
  available: (left, right) => left.available - right.available || byName(left, right),
  price: (left, right) => right.price.amount - left.price.amount || byName(left, right),
};

/** Low is what is below its restock threshold, and what is gone. */
export function isLow({ available, restockThreshold }: Item): boolean {
  return available < restockThreshold || available === 0;
}

/** The items that a selection is about, in its order. */
export function select(items: readonly Item[], { search, sorting, isLowOnly }: Selection): Item[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return items
    .filter((item) => !isLowOnly || isLow(item))
    .filter(({ name, sku }) => words.every((word) => `${name} ${sku}`.toLocaleLowerCase().includes(word)))
    .sort(orders[sorting]);
}

/** The selection and page that an address names; what it does not name is the usual. */
export function readSelection(parameters: URLSearchParams): Selection {
  const sorting = Object.keys(sortings).find((name): name is Sorting => name === parameters.get('sort'));
  return {
    search: parameters.get('search') ?? '',
    sorting: sorting ?? 'name',
    isLowOnly: parameters.get('low') === 'yes',
  };
}
