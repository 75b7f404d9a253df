import * as z from 'zod/mini';

/** Integer minor units, so that no sum is ever rounded. */
export const moneySchema = z.strictObject({
  amount: z.int().check(z.gte(0)),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/, 'must be three capital letters, as in ISO 4217')),
});

export type Money = z.infer<typeof moneySchema>;
