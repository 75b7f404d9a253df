import { createHmac, timingSafeEqual } from 'node:crypto';
import { createSecretReader } from '../../adapters/secretsmanager/secret.ts';
import { readEnvironment } from '../environment.ts';
import { callerOf, type Request } from './request.ts';

const environment = readEnvironment({ CURSOR_KEY_SECRET_ARN: 'string' });
const readKey = createSecretReader(environment.CURSOR_KEY_SECRET_ARN);

/** HMAC-SHA256, truncated to 128 bits (RFC 2104, section 5, allows half of it at least). */
const codeBytes = 16;

/** A cursor is a position and a code that only this API can make, for this list and this caller alone. */
export async function cursorFor(request: Request, after: string): Promise<string> {
  return Buffer.concat([await codeOf(request, after), Buffer.from(after)]).toString('base64url');
}

/** The position in a cursor; `undefined` unless this API gave it to this caller for this list. */
export async function positionIn(request: Request, cursor: string): Promise<string | undefined> {
  const bytes = Buffer.from(cursor, 'base64url');
  const after = bytes.subarray(codeBytes).toString('utf8');
  const code = bytes.subarray(0, codeBytes);
  const expected = await codeOf(request, after);
  return code.length === expected.length && timingSafeEqual(code, expected) ? after : undefined;
}

async function codeOf(request: Request, after: string): Promise<Buffer> {
  const text = JSON.stringify([request.requestContext.http.path, ...holderOf(request), after]);
  const code = createHmac('sha256', await readKey())
    .update(text)
    .digest();
  return code.subarray(0, codeBytes);
}

/** A list for all has no callers: its cursors are everybody's. */
function holderOf(request: Request): string[] {
  if (request.requestContext.authorizer === undefined) return [];
  const { issuer, sub } = callerOf(request);
  return [issuer, sub];
}
