import { skuSchema } from '../../domain/lines.ts';
import { Problem } from './problem.ts';

export function itemNotFound(sku: string): Problem {
  return new Problem('item_not_found', `The catalogue has no item ${JSON.stringify(sku)}.`);
}

/** @throws {Problem} when a path that creates an item does not name one as SKUs are named */
export function newSku(sku: string): string {
  const result = skuSchema.safeParse(sku);
  if (result.success) return result.data;
  const detail = result.error.issues.map(({ message }) => message).join(', ');
  throw new Problem('invalid_request', 'The SKU in the path is not valid.', [{ pointer: '/sku', detail }]);
}
