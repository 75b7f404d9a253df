import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { Problem } from './problem.ts';

/** A request as the gateway hands it over; routes without an authorizer have no claims. */
export type Request = APIGatewayProxyEventV2 & {
  readonly requestContext: { readonly authorizer?: { readonly jwt?: { readonly claims?: unknown } } };
};

export type Caller = { readonly sub: string; readonly issuer: string; readonly isStaff: boolean };

const claimsSchema = z.object({
  sub: z.string(),
  iss: z.string(),
  'cognito:groups': z.optional(z.string()),
  token_use: z.optional(z.string()),
});

/**
 * Who calls, by the claims that the gateway has verified.
 * @throws when there are none: the route lacks its authorizer, which is a bug
 * @throws {Problem} `unauthorized` for a token that is no access token
 */
export function callerOf(request: Request): Caller {
  const claims = claimsSchema.parse(request.requestContext.authorizer?.jwt?.claims);
  // The gateway also lets the pool's ID tokens through, whose audience is the same client.
  if (claims.token_use !== undefined && claims.token_use !== 'access') {
    throw new Problem('unauthorized', 'Only an access token is good here.');
  }
  return { sub: claims.sub, issuer: claims.iss, isStaff: groupsOf(claims['cognito:groups']).includes('staff') };
}

/** The gateway hands a list over as the text `[staff other]`. */
function groupsOf(claim = '[]'): string[] {
  return claim.replace(/^\[|\]$/g, '').split(' ');
}

export function staffOf(request: Request): Caller {
  const caller = callerOf(request);
  if (!caller.isStaff) throw new Problem('forbidden', 'This is for staff only.');
  return caller;
}

/** Decoded by the gateway. */
export function pathParameter(request: Request, name: string): string {
  return request.pathParameters?.[name] ?? '';
}
