import { join } from 'node:path';
import type { ApiDefinition } from '../gateway/api-definition.ts';
import { signingKey } from '../gateway/signing-key.ts';
import { TokenIssuer } from '../gateway/token-issuer.ts';
import type { Clock } from '../ports.ts';

/**
 * The issuer of tokens for the API: it stands in for the user pool that the authorizers of the template name.
 * @param dataDirectory where its key is kept
 */
export async function createTokenIssuer(api: ApiDefinition, dataDirectory: string, clock: Clock): Promise<TokenIssuer> {
  const authorizers = api.routes.flatMap(({ authorizer }) => (authorizer === undefined ? [] : [authorizer]));
  const identities = new Set(authorizers.map(({ issuer, audiences }) => `${issuer} ${audiences[0]}`));
  const [authorizer] = authorizers;
  if (identities.size > 1) throw new Error('The local run issues tokens for one user pool, the template has several');
  const key = await signingKey(join(dataDirectory, 'token-key.pem'));
  return new TokenIssuer({ issuer: authorizer?.issuer ?? '', clientId: authorizer?.audiences[0] ?? '', key, clock });
}
