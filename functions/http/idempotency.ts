import { createHash } from 'node:crypto';
import { digestId } from '../digest-id.ts';
import { canonicalJson } from './canonical-json.ts';
import { Problem } from './problem.ts';
import type { Caller, Request } from './request.ts';

/** A client's name for one request, and what tells that request from another under the same name. */
export type Operation = { readonly operationId: string; readonly fingerprint: string };

/**
 * Names the operation that a request asks for: the same for the same caller, method, path and key, and for nobody
 * else. It is no secret, and grants nothing.
 * @param body the parsed body
 * @throws {Problem} when the key is missing, or not 1 to 255 printable ASCII characters
 */
export function operationOf(request: Request, caller: Caller, body: unknown): Operation {
  const { method, path } = request.requestContext.http;
  return {
    operationId: operationIdOf({ issuer: caller.issuer, sub: caller.sub, method, path, key: keyOf(request) }),
    fingerprint: createHash('sha256').update(canonicalJson(body)).digest('hex'),
  };
}

function keyOf(request: Request): string {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') {
    throw new Problem('idempotency_key_required', 'Give each request a name of its own in the Idempotency-Key header.');
  }
  if (/^[\x20-\x7e]{1,255}$/.test(key)) return key;
  const detail = 'must be 1 to 255 printable ASCII characters';
  throw new Problem('invalid_request', `The Idempotency-Key ${detail}.`, [
    { pointer: '/headers/idempotency-key', detail },
  ]);
}

/** What names an operation. */
export type OperationName = {
  readonly issuer: string;
  readonly sub: string;
  readonly method: string;
  readonly path: string;
  readonly key: string;
};

/** The id of an operation, which can be told before it is asked for. */
export function operationIdOf({ issuer, sub, method, path, key }: OperationName): string {
  return digestId([issuer, sub, method, path, key]);
}

export function keyReused(): Problem {
  return new Problem('idempotency_key_reused', 'This Idempotency-Key was used with another body; take a new one.');
}
