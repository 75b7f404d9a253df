import type { CatalogItem } from '../../domain/catalog/item.ts';

/** A catalogue item as the API shows it; `available` may lag by seconds. */
export function itemView(item: CatalogItem, available: number) {
  const { sku, name, description, price, restockThreshold } = item;
  return {
    sku,
    name,
    ...(description === undefined ? {} : { description }),
    price,
    available,
    restockThreshold: restockThreshold ?? 0,
  };
}
