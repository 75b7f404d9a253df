import type * as z from 'zod/mini';
import type { Query } from './client.ts';
import type { Answer } from './http.ts';
import { pageOf, read } from './schemas.ts';

/**
 * All items of a list, read page by page.
 * @throws when a page holds more than it may
 */
export async function allOf<Item extends z.ZodMiniType>(
  item: Item,
  ask: (query: Query) => Promise<Answer>,
  limit = 100,
): Promise<z.output<Item>[]> {
  const found: z.output<Item>[] = [];
  let cursor: string | undefined;
  do {
    const page = read(await ask({ limit, ...(cursor === undefined ? {} : { cursor }) }), 200, pageOf(item));
    if (page.items.length > limit) throw new Error(`A page of ${limit} has ${page.items.length} items`);
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}
