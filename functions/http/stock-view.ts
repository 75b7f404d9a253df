import { onHand, type Stock } from '../../domain/inventory/stock.ts';

/** The totals of a SKU as the API shows them. */
export function stockView(stock: Stock) {
  const { sku, available, reserved, sold } = stock;
  return { sku, available, reserved, sold, onHand: onHand(stock) };
}
