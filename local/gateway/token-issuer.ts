import { createPublicKey, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import * as z from 'zod';
import { tryParseJson } from '../json.ts';
import { describeIssues } from '../parse.ts';
import type { Clock } from '../ports.ts';
import { type HttpRequest, type HttpResponse, jsonResponse } from './http-message.ts';
import { problem } from './problem.ts';

const LIFETIME_SECONDS = 12 * 60 * 60;

const tokenRequest = z.strictObject({
  sub: z.string().min(1).max(2048),
  groups: z.array(z.string().regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u)).optional(),
});

export type TokenIssuerOptions = {
  readonly issuer: string;
  readonly clientId: string;
  readonly key: KeyObject;
  readonly clock: Clock;
};

/** Issues access tokens as a Cognito user pool does, for whoever asks: the local run has no passwords. */
export class TokenIssuer {
  readonly publicKey: KeyObject;
  readonly #options: TokenIssuerOptions;

  constructor(options: TokenIssuerOptions) {
    this.#options = options;
    this.publicKey = createPublicKey(options.key);
  }

  get issuer(): string {
    return this.#options.issuer;
  }

  /** Answers `POST /_local/token` with `{sub, groups?}`. */
  async answer(request: HttpRequest): Promise<HttpResponse> {
    const parsed = tokenRequest.safeParse(tryParseJson(request.body.toString('utf8')));
    if (!parsed.success) return problem(400, 'invalid_request', describeIssues(parsed.error.issues));
    return jsonResponse(200, { access_token: await this.issue(parsed.data.sub, parsed.data.groups) });
  }

  issue(sub: string, groups: readonly string[] = []): Promise<string> {
    const { issuer, clientId, key, clock } = this.#options;
    const now = Math.floor(clock.now() / 1000);
    const claims = {
      ...(groups.length > 0 ? { 'cognito:groups': groups } : {}),
      client_id: clientId,
      username: sub,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: now,
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'local' })
      .setIssuer(issuer)
      .setSubject(sub)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(now + LIFETIME_SECONDS)
      .sign(key);
  }
}
