import type { CorsConfiguration } from './api-properties.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';

/** The headers that an API with a CORS configuration adds to what it answers to this request. */
export function corsHeaders(configuration: CorsConfiguration, request: HttpRequest): Record<string, string> {
  const origin = allowedOrigin(configuration, request);
  if (origin === undefined) return {};
  const exposed = configuration.ExposeHeaders ?? [];
  return {
    'access-control-allow-origin': origin,
    ...(configuration.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(exposed.length > 0 ? { 'access-control-expose-headers': exposed.join(',') } : {}),
    ...(origin === '*' ? {} : { vary: 'Origin' }),
  };
}

/** The gateway answers a preflight request itself, whatever the routes are. */
export function preflightResponse(configuration: CorsConfiguration, request: HttpRequest): HttpResponse | undefined {
  const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (!isPreflight || request.headers.origin === undefined) return undefined;
  const allowed = allowedOrigin(configuration, request) === undefined ? {} : preflightHeaders(configuration);
  return { status: 204, headers: { ...corsHeaders(configuration, request), ...allowed }, body: '' };
}

function preflightHeaders(configuration: CorsConfiguration): Record<string, string> {
  const { AllowMethods: methods = [], AllowHeaders: headers = [], MaxAge: maxAge } = configuration;
  return {
    ...(methods.length > 0 ? { 'access-control-allow-methods': methods.join(',') } : {}),
    ...(headers.length > 0 ? { 'access-control-allow-headers': headers.join(',') } : {}),
    ...(maxAge === undefined ? {} : { 'access-control-max-age': String(maxAge) }),
  };
}

function allowedOrigin(configuration: CorsConfiguration, request: HttpRequest): string | undefined {
  const origin = request.headers.origin?.[0];
  const allowed = configuration.AllowOrigins ?? [];
  if (origin === undefined) return undefined;
  if (allowed.includes('*')) return '*';
  return allowed.includes(origin) ? origin : undefined;
}
