import type { Request } from '../../../functions/http/request.ts';

/** Who calls; `undefined` where the route has no authorizer. */
export type TestCaller = { readonly sub: string; readonly groups?: readonly string[]; readonly issuer?: string };

export type Call = {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly caller?: TestCaller;
  readonly key?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly text?: string;
  /** Sent in base64, in place of both. */
  readonly bytes?: Buffer;
};

let requests = 0;

/** The event that the gateway makes of a call: payload 2.0, every claim a string. */
export function requestEvent(call: Call, routeKey: string, pathParameters: Record<string, string>): Request {
  const { method, path, query } = call;
  const requestId = `request-${requests++}`;
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: call.key === undefined ? {} : { 'idempotency-key': call.key },
    ...(query === undefined ? {} : { queryStringParameters: query }),
    pathParameters,
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.example',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId,
      routeKey,
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 1_767_225_600_000,
      ...(call.caller === undefined ? {} : { authorizer: { jwt: { claims: claimsOf(call.caller) } } }),
    },
    ...bodyOf(call),
  };
}

function claimsOf({ sub, groups, issuer = 'https://issuer.example/pool' }: TestCaller): Record<string, string> {
  return { sub, iss: issuer, ...(groups === undefined ? {} : { 'cognito:groups': `[${groups.join(' ')}]` }) };
}

function bodyOf({ body, text, bytes }: Call): Pick<Request, 'body' | 'isBase64Encoded'> {
  if (bytes !== undefined) return { body: bytes.toString('base64'), isBase64Encoded: true };
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
  return sent === undefined ? { isBase64Encoded: false } : { body: sent, isBase64Encoded: false };
}
