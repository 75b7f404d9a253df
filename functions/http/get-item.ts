import { readCatalogItem } from '../../adapters/dynamodb/catalog.ts';
import { readStock } from '../../adapters/dynamodb/stock.ts';
import { catalogTables } from './catalog-tables.ts';
import { itemView } from './item-view.ts';
import { answering, json } from './respond.ts';
import { itemNotFound, skuOf } from './sku.ts';

/** One item of the catalogue. */
export const handler = answering(async (request) => {
  const sku = skuOf(request);
  const { client, inventoryTable } = catalogTables;
  const [item, stock] = await Promise.all([
    readCatalogItem(catalogTables, sku),
    readStock(client, inventoryTable, sku),
  ]);
  if (item === undefined) throw itemNotFound(sku);
  return json(200, itemView(item, stock?.available ?? 0));
});
