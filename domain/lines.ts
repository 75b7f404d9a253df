import * as z from 'zod/mini';
import { type Money, moneySchema } from './money.ts';

export const skuSchema = z
  .string()
  .check(
    z.regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
      'must be 1 to 64 letters, digits, dots, underscores or hyphens, and start with a letter or digit',
    ),
  );

export type Sku = z.infer<typeof skuSchema>;

/** The bounds of contract section 3: one transaction takes at most 100 actions, and 90 lines leave room for the rest. */
export const maximumQuantity = 10_000;
export const maximumLines = 90;

export const quantitySchema = z.int().check(z.gte(1), z.lte(maximumQuantity));

export const requestedLineSchema = z.strictObject({ sku: skuSchema, quantity: quantitySchema });
export type RequestedLine = z.infer<typeof requestedLineSchema>;

/** What stock is concerned with: how many units of which SKU. */
export type StockLine = { readonly sku: Sku; readonly quantity: number };

/** An order line keeps the name and the unit price of the moment of ordering. */
export const orderLineSchema = z.strictObject({
  sku: skuSchema,
  name: z.string(),
  quantity: quantitySchema,
  unitPrice: moneySchema,
});
export type OrderLine = z.infer<typeof orderLineSchema>;

/** One line per SKU, in the order of first mention: two lines checked apart could together oversell. */
export function mergeLines(lines: readonly RequestedLine[]): RequestedLine[] {
  const quantities = new Map<Sku, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}

/** The lines' sum; all lines have one currency, which `priceLines` has seen to. */
export function totalOf(lines: readonly OrderLine[], currency: string): Money {
  return { amount: lines.reduce((sum, line) => sum + line.quantity * line.unitPrice.amount, 0), currency };
}
