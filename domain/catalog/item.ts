import * as z from 'zod/mini';
import { type Money, moneySchema } from '../money.ts';

export const maximumPrice = 1_000_000_000;

/** The body of `PUT /catalog/items/{sku}`: it replaces the item, and never changes a stock total. */
export const itemDetailsSchema = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  description: z.optional(z.string().check(z.maxLength(2_000))),
  price: z.strictObject({
    amount: z.int().check(z.gte(0), z.lte(maximumPrice)),
    currency: moneySchema.shape.currency,
  }),
  restockThreshold: z.optional(z.int().check(z.gte(0), z.lte(1_000_000_000))),
  hot: z.optional(z.boolean()),
});
export type ItemDetails = z.infer<typeof itemDetailsSchema>;

export type CatalogItem = {
  readonly sku: string;
  readonly name: string;
  readonly description?: string;
  readonly price: Money;
  readonly restockThreshold?: number;
  readonly hot?: boolean;
};
