import type { Schema } from '../../client/client.ts';

/** An amount in the reader's way of writing; the API counts minor units. */
export function formatMoney({ amount, currency }: Schema<'Money'>): string {
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}

export function Money({ money }: { readonly money: Schema<'Money'> }) {
  return <span class="number">{formatMoney(money)}</span>;
}
