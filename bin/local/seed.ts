import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { catalogueSeed, type SeedItem } from './catalogue-seed.ts';

const page = z.object({ items: z.array(z.unknown()), next: z.string().optional() });

/**
 * Fills an empty catalogue through the API, as a member of staff would.
 * @param dataDirectory remembers a seeding that was cut off, to be done again: it repeats itself without effect
 */
export async function seedCatalogue(url: string, token: string, dataDirectory: string): Promise<void> {
  const mark = join(dataDirectory, 'seeding');
  const wasCutOff = existsSync(mark);
  if (!wasCutOff && !(await isEmpty(url))) return;
  writeFileSync(mark, '');
  for (const item of catalogueSeed) await addItem(url, token, item);
  rmSync(mark);
}

async function isEmpty(url: string): Promise<boolean> {
  let cursor = '';
  do {
    const response = await fetch(`${url}/catalog/items?limit=1${cursor}`);
    if (!response.ok) throw new Error(`The catalogue cannot be listed: ${response.status} ${await response.text()}`);
    const { items, next } = page.parse(await response.json());
    if (items.length > 0) return false;
    cursor = next === undefined ? '' : `&cursor=${encodeURIComponent(next)}`;
  } while (cursor !== '');
  return true;
}

async function addItem(url: string, token: string, item: SeedItem): Promise<void> {
  const { sku, name, description, restockThreshold, price, stock } = item;
  const details = { name, description, restockThreshold, price: { amount: price, currency: 'USD' } };
  await send('PUT', `${url}/catalog/items/${sku}`, token, details);
  const adjustment = { delta: stock, reason: 'received', note: 'Seed of the local run' };
  await send('POST', `${url}/catalog/items/${sku}/stock-adjustments`, token, adjustment, `seed-${sku}`);
}

async function send(method: string, url: string, token: string, body: object, idempotencyKey?: string): Promise<void> {
  const headers: Record<string, string> = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  const answer = await response.text();
  if (!response.ok) throw new Error(`Seeding failed: ${method} ${url} answered ${response.status} ${answer}`);
}
