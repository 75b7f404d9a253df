import { randomBytes } from 'node:crypto';
import { ACCOUNT_ID } from '../template/pseudo-parameters.ts';
import type { HttpRequest } from './http-message.ts';
import type { Claims } from './jwt-authorizer.ts';

export type RequestEventInput = {
  readonly request: HttpRequest;
  readonly apiId: string;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly authorization?: { readonly claims: Claims; readonly scopes: readonly string[] };
  readonly requestId: string;
  readonly now: number;
};

/** Headers that belong to the connection, or that the event carries elsewhere. */
const LEFT_OUT = new Set(['connection', 'cookie', 'keep-alive', 'transfer-encoding']);
/** Bodies of these types are handed over as text, all others in base64. */
const TEXT = /^(text\/.*|application\/(javascript|json|xml|.+\+json|.+\+xml))$/;

/**
 * The event that an HTTP API hands to a function, payload format 2.0.
 * @throws URIError if the path is not well encoded
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function requestEvent(input: RequestEventInput): Record<string, unknown> {
  const { request, routeKey, pathParameters } = input;
  const path = decodeURIComponent(request.path);
  const cookies = cookiesOf(request);
  const query = queryParameters(request.query);
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: request.query,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers: headersOf(request),
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: requestContext(input, path),
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    ...bodyOf(request),
  };
}

function requestContext(input: RequestEventInput, path: string): Record<string, unknown> {
  const { request, apiId, routeKey, authorization, requestId, now } = input;
  return {
    accountId: ACCOUNT_ID,
    apiId,
    ...(authorization === undefined ? {} : { authorizer: { jwt: jwtOf(authorization) } }),
    domainName: request.headers.host?.[0] ?? '',
    domainPrefix: apiId,
    http: {
      method: request.method,
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.sourceIp,
      userAgent: request.headers['user-agent']?.[0] ?? '',
    },
    requestId,
    routeKey,
    stage: '$default',
    time: commonLogTime(now),
    timeEpoch: now,
  };
}

/** The gateway hands over every claim as a string, a list in brackets with blanks between its elements. */
function jwtOf({ claims, scopes }: { readonly claims: Claims; readonly scopes: readonly string[] }): unknown {
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.join(' ')}]`;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  const strings = Object.entries(claims).map(([name, value]) => [name, text(value)]);
  return { claims: Object.fromEntries(strings), scopes: scopes.length > 0 ? scopes : null };
}

function headersOf(request: HttpRequest): Record<string, string> {
  const sent = Object.entries(request.headers).filter(([name]) => !LEFT_OUT.has(name));
  const host = request.headers.host?.[0] ?? '';
  return {
    ...Object.fromEntries(sent.map(([name, values]) => [name, values?.join(',')])),
    'x-amzn-trace-id': traceId(),
    'x-forwarded-for': [...(request.headers['x-forwarded-for'] ?? []), request.sourceIp].join(', '),
    'x-forwarded-port': host.split(':')[1] ?? '80',
    'x-forwarded-proto': 'http',
  };
}

function traceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')}`;
}

function cookiesOf(request: HttpRequest): string[] {
  return (request.headers.cookie ?? []).flatMap((header) => header.split(/;\s*/)).filter((cookie) => cookie !== '');
}

function queryParameters(query: string): Record<string, string> | undefined {
  if (query === '') return undefined;
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters[name];
    parameters[name] = before === undefined ? value : `${before},${value}`;
  }
  return parameters;
}

function bodyOf(request: HttpRequest): { readonly body?: string; readonly isBase64Encoded: boolean } {
  if (request.body.length === 0) return { isBase64Encoded: false };
  const [type = ''] = (request.headers['content-type']?.[0] ?? '').split(';');
  const isBase64Encoded = !TEXT.test(type.trim().toLowerCase());
  return { body: request.body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

/** Such as `12/Mar/2020:19:03:58 +0000`. */
function commonLogTime(now: number): string {
  const [, day, month, year, time] = new Date(now).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
