import { listCatalogItems } from '../../adapters/dynamodb/catalog.ts';
import { readAvailable } from '../../adapters/dynamodb/stock.ts';
import { catalogTables } from './catalog-tables.ts';
import { itemView } from './item-view.ts';
import { pageAnswer, pageOf } from './paging.ts';
import { answering, json } from './respond.ts';

/** The catalogue, in the order of its SKUs. */
export const handler = answering(async (request) => {
  const page = await pageOf(request);
  const found = await listCatalogItems(catalogTables, { ...page, limit: page.limit + 1 });
  const items = found.slice(0, page.limit);
  const { client, inventoryTable } = catalogTables;
  const available = await readAvailable(
    client,
    inventoryTable,
    items.map(({ sku }) => sku),
  );
  const views = items.map((item) => itemView(item, available.get(item.sku) ?? 0));
  return json(200, await pageAnswer(request, views, found.length > page.limit ? items.at(-1)?.sku : undefined));
});
