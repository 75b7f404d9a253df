import type { CatalogItem } from '../../domain/catalog/item.ts';
import { maximumLines, maximumQuantity, mergeLines, type OrderLine, type RequestedLine } from '../../domain/lines.ts';
import { priceLines } from '../../domain/ordering/place.ts';
import { isPaymentMethod, paymentMethods } from '../../domain/payment/methods.ts';
import { Problem } from './problem.ts';

type Body = { readonly lines: readonly RequestedLine[]; readonly paymentMethod: string };

/** What holds for the whole of an order: `maxUnits` of 0 is no bound. */
export type OrderLimits = { readonly maxUnits: number };

/**
 * Merges the lines of an order and checks what holds for the whole of it.
 * @throws {Problem} for too many lines or units, too many units of one SKU, or a payment method that nobody knows
 */
export function checkLimits({ lines, paymentMethod }: Body, { maxUnits }: OrderLimits): RequestedLine[] {
  const merged = mergeLines(lines);
  if (merged.length > maximumLines) {
    const detail = `has ${merged.length} SKUs, and at most ${maximumLines} fit in one order`;
    throw new Problem('too_many_lines', `The order ${detail}.`, [{ pointer: '/lines', detail }]);
  }
  const excess = merged.filter(({ quantity }) => quantity > maximumQuantity);
  if (excess.length > 0) throw tooMany(lines, excess);
  const units = merged.reduce((sum, { quantity }) => sum + quantity, 0);
  if (maxUnits > 0 && units > maxUnits) {
    const detail = `asks for ${units} units, and an order may have at most ${maxUnits}`;
    throw new Problem('too_many_units', `The order ${detail}.`, [{ pointer: '/lines', detail }]);
  }
  if (isPaymentMethod(paymentMethod)) return merged;
  const detail = `must be one of ${paymentMethods.join(', ')}`;
  throw new Problem('unknown_payment_method', `The payment method ${detail}.`, [{ pointer: '/paymentMethod', detail }]);
}

function tooMany(lines: readonly RequestedLine[], excess: readonly RequestedLine[]): Problem {
  const errors = excess.flatMap(({ sku, quantity }) => {
    const detail = `the lines of ${sku} add up to ${quantity}, and at most ${maximumQuantity} fit in one order`;
    return linesOf(sku, lines).map((line) => ({ pointer: `${line}/quantity`, detail }));
  });
  return new Problem('invalid_request', 'The body is not as it should be.', errors);
}

/** The pointers of all lines that name the SKU. */
function linesOf(sku: string, lines: readonly RequestedLine[]): string[] {
  return lines.flatMap((line, index) => (line.sku === sku ? [`/lines/${index}`] : []));
}

/** @throws {Problem} when the catalogue lacks a SKU, or prices them in different currencies */
export function priced(
  { lines }: Body,
  merged: readonly RequestedLine[],
  catalog: ReadonlyMap<string, CatalogItem>,
): { readonly lines: readonly OrderLine[]; readonly currency: string } {
  const pricing = priceLines(merged, catalog);
  switch (pricing.outcome) {
    case 'priced':
      return { lines: pricing.lines, currency: pricing.currency };
    case 'mixed_currencies':
      throw new Problem('mixed_currencies', `The lines are priced in ${pricing.currencies.join(' and ')}.`, [
        { pointer: '/lines', detail: `must have one currency, and have ${pricing.currencies.join(' and ')}` },
      ]);
    case 'unknown_sku': {
      const errors = pricing.skus.flatMap((sku) =>
        linesOf(sku, lines).map((line) => ({ pointer: `${line}/sku`, detail: `the catalogue has no item ${sku}` })),
      );
      throw new Problem('unknown_sku', `The catalogue has no item ${pricing.skus.join(', ')}.`, errors);
    }
  }
}
