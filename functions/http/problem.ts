import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** Every error that a handler answers: its status and title, by its stable code. */
export const problemCodes = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  too_many_lines: { status: 400, title: 'The order has too many lines' },
  too_many_units: { status: 400, title: 'The order has too many units' },
  idempotency_key_required: { status: 400, title: 'The Idempotency-Key header is missing' },
  unauthorized: { status: 401, title: 'The token is not an access token' },
  forbidden: { status: 403, title: 'The caller may not do this' },
  not_found: { status: 404, title: 'There is no such route' },
  item_not_found: { status: 404, title: 'There is no such catalogue item' },
  discrepancy_not_found: { status: 404, title: 'There is no such discrepancy' },
  order_not_found: { status: 404, title: 'There is no such order' },
  method_not_allowed: { status: 405, title: 'The route does not know this method' },
  insufficient_stock: { status: 409, title: 'There is less stock than that' },
  stock_limit_exceeded: { status: 409, title: 'There would be more stock than can be counted' },
  order_already_shipped: { status: 409, title: 'The order has been shipped' },
  order_not_paid: { status: 409, title: 'The order is not paid' },
  payment_not_captured: { status: 409, title: 'The payment is not captured yet' },
  discrepancy_already_resolved: { status: 409, title: 'The discrepancy has been resolved by another request' },
  discrepancy_changed: { status: 409, title: 'The books differ otherwise than when it was found' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unknown_sku: { status: 422, title: 'A SKU is not in the catalogue' },
  mixed_currencies: { status: 422, title: 'The lines have different currencies' },
  unknown_payment_method: { status: 422, title: 'The payment method is not known' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key belongs to another request' },
  too_many_open_orders: { status: 429, title: 'The buyer has too many orders in flight' },
  internal_error: { status: 500, title: 'Something went wrong' },
  service_unavailable: { status: 503, title: 'The service is busy' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemCode = keyof typeof problemCodes;

/** What is wrong: a JSON Pointer (RFC 6901) into the body, or `/sku` of the path, `/query/…` or `/headers/…`. */
export type FieldError = { readonly pointer: string; readonly detail: string };

/** A refusal on its way to the caller, thrown by what parses a request and answered by `respond`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    detail: string,
    errors: readonly FieldError[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.code = code;
    this.errors = errors;
    this.headers = headers;
  }
}

/** More would help nobody, and could make an answer larger than Lambda lets through. */
export const maximumErrors = 50;

/** The answer of RFC 9457. */
export function problemAnswer(problem: Problem): APIGatewayProxyStructuredResultV2 {
  const { code, message, errors, headers } = problem;
  const { status, title } = problemCodes[code];
  const body = { type: `urn:holdfast:problem:${code}`, title, status, detail: message, code };
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(errors.length === 0 ? body : { ...body, errors: errors.slice(0, maximumErrors) }),
  };
}
