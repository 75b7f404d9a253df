import { skuSchema } from '../../domain/lines.ts';
import { Problem } from './problem.ts';
import { pathParameter, type Request } from './request.ts';

export function itemNotFound(sku: string): Problem {
  return new Problem('item_not_found', `The catalogue has no item ${JSON.stringify(sku)}.`);
}

export function isSku(text: string): boolean {
  return skuSchema.safeParse(text).success;
}

/** The SKU in the path. @throws {Problem} `item_not_found` when no item can have that name */
export function skuOf(request: Request): string {
  const sku = pathParameter(request, 'sku');
  if (!isSku(sku)) throw itemNotFound(sku);
  return sku;
}

/** @throws {Problem} when a path that creates an item does not name one as SKUs are named */
export function newSku(sku: string): string {
  const result = skuSchema.safeParse(sku);
  if (result.success) return result.data;
  const detail = result.error.issues.map(({ message }) => message).join(', ');
  throw new Problem('invalid_request', 'The SKU in the path is not valid.', [{ pointer: '/sku', detail }]);
}
