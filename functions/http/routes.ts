/** Who may call a route: anybody, without a token; any buyer; or the group `staff` only. */
export type Access = 'all' | 'buyer' | 'staff';

export type Route = {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly access: Access;
  /** The name of the function that answers. */
  readonly function: string;
};

/** Every route of the API. The gateway is built from this list, and what is not on it is answered by not-found. */
export const routes = [
  { method: 'GET', path: '/health', access: 'all', function: 'get-health' },
  { method: 'GET', path: '/openapi.json', access: 'all', function: 'get-openapi' },
  { method: 'GET', path: '/docs', access: 'all', function: 'get-docs' },
  { method: 'GET', path: '/catalog/items', access: 'all', function: 'list-items' },
  { method: 'GET', path: '/catalog/items/{sku}', access: 'all', function: 'get-item' },
  { method: 'PUT', path: '/catalog/items/{sku}', access: 'staff', function: 'put-item' },
  { method: 'POST', path: '/catalog/items/{sku}/stock-adjustments', access: 'staff', function: 'adjust-stock' },
  { method: 'GET', path: '/catalog/items/{sku}/stock', access: 'staff', function: 'get-stock' },
  { method: 'GET', path: '/catalog/items/{sku}/movements', access: 'staff', function: 'list-movements' },
  { method: 'POST', path: '/orders', access: 'buyer', function: 'place-order' },
  { method: 'GET', path: '/orders', access: 'buyer', function: 'list-orders' },
  { method: 'GET', path: '/orders/{orderId}', access: 'buyer', function: 'get-order' },
  { method: 'GET', path: '/orders/{orderId}/events', access: 'staff', function: 'list-order-events' },
  { method: 'POST', path: '/orders/{orderId}/cancel', access: 'buyer', function: 'cancel-order' },
  { method: 'POST', path: '/orders/{orderId}/ship', access: 'staff', function: 'ship-order' },
  { method: 'GET', path: '/operations/overview', access: 'staff', function: 'get-overview' },
  { method: 'GET', path: '/operations/discrepancies', access: 'staff', function: 'list-discrepancies' },
  {
    method: 'POST',
    path: '/operations/discrepancies/{id}/resolve',
    access: 'staff',
    function: 'resolve-discrepancy',
  },
] as const satisfies readonly Route[];
