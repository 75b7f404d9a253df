import type { KeyObject } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { JwtAuthorizerDefinition } from './api-definition.ts';

export type Claims = JWTPayload;

/** The public keys of the issuers, by issuer; a token of any other issuer is refused. */
export type IssuerKeys = ReadonlyMap<string, KeyObject>;

export type Authorization =
  | { readonly ok: true; readonly claims: Claims }
  | { readonly ok: false; readonly status: 401 | 403; readonly challenge: string };

/**
 * What a JWT authorizer checks: RS256 signature, issuer, audience (`aud`, or else `client_id`), `exp`, `nbf`, and
 * that the token has one of the route's scopes.
 *
 * @param header the value of the `Authorization` header
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export async function authorize(
  header: string | undefined,
  definition: JwtAuthorizerDefinition,
  scopes: readonly string[],
  keys: IssuerKeys,
): Promise<Authorization> {
  const key = keys.get(definition.issuer);
  if (header === undefined || key === undefined) return { ok: false, status: 401, challenge: 'Bearer' };
  const claims = await verify(header.replace(/^Bearer\s+/i, ''), definition.issuer, key);
  if (claims === undefined || !hasAudience(claims, definition.audiences)) {
    return { ok: false, status: 401, challenge: 'Bearer error="invalid_token"' };
  }
  if (scopes.length > 0 && !scopesOf(claims).some((scope) => scopes.includes(scope))) {
    return { ok: false, status: 403, challenge: 'Bearer error="insufficient_scope"' };
  }
  return { ok: true, claims };
}

async function verify(token: string, issuer: string, key: KeyObject): Promise<Claims | undefined> {
  try {
    const { payload } = await jwtVerify(token, key, { issuer, algorithms: ['RS256'], requiredClaims: ['exp'] });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

function hasAudience(claims: Claims, audiences: readonly string[]): boolean {
  const own = claims.aud ?? claims.client_id;
  return (Array.isArray(own) ? own : [own]).some((audience) => audiences.includes(audience));
}

function scopesOf(claims: Claims): string[] {
  return typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
}
