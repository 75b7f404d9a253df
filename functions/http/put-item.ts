import { putCatalogItem } from '../../adapters/dynamodb/catalog.ts';
import { readStock } from '../../adapters/dynamodb/stock.ts';
import { type CatalogItem, itemDetailsSchema } from '../../domain/catalog/item.ts';
import { now } from '../clock.ts';
import { parseBody } from './body.ts';
import { catalogTables } from './catalog-tables.ts';
import { itemView } from './item-view.ts';
import { pathParameter, staffOf } from './request.ts';
import { answering, json } from './respond.ts';
import { newSku } from './sku.ts';

/** Creates or replaces a catalogue item; it never changes a stock total. */
export const handler = answering(async (request) => {
  staffOf(request);
  const sku = newSku(pathParameter(request, 'sku'));
  const item: CatalogItem = { sku, ...parseBody(request, itemDetailsSchema) };
  const outcome = await putCatalogItem(catalogTables, item, now());
  const stock = await readStock(catalogTables.client, catalogTables.inventoryTable, sku);
  return json(outcome === 'created' ? 201 : 200, itemView(item, stock?.available ?? 0));
});
