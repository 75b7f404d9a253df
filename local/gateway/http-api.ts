import { randomUUID } from 'node:crypto';
import { MAXIMUM_PAYLOAD_BYTES } from '../lambda/payload.ts';
import { AccessDenied, type Authorizer, type Clock, type FunctionInvoker, type Report } from '../ports.ts';
import { arnOf } from '../template/pseudo-parameters.ts';
import type { ApiDefinition, RouteDefinition } from './api-definition.ts';
import { corsHeaders, preflightResponse } from './cors.ts';
import { gatewayMessage, type HttpRequest, type HttpResponse } from './http-message.ts';
import { integrationResponse, internalServerError } from './integration-response.ts';
import { type Authorization, authorize, type IssuerKeys } from './jwt-authorizer.ts';
import { requestEvent } from './request-event.ts';
import { type RouteMatch, RouteTable } from './route-table.ts';

export type HttpApiOptions = {
  readonly definition: ApiDefinition;
  readonly functions: FunctionInvoker;
  readonly access: Authorizer;
  readonly issuerKeys: IssuerKeys;
  readonly clock: Clock;
  readonly report: Report;
};

/** An HTTP API of API Gateway: routes, authorizes, and calls a function for each request. */
export class HttpApi {
  readonly #options: HttpApiOptions;
  readonly #routes: RouteTable<RouteDefinition>;

  constructor(options: HttpApiOptions) {
    this.#options = options;
    this.#routes = new RouteTable(options.definition.routes);
  }

  async handle(request: HttpRequest): Promise<HttpResponse> {
    const { cors } = this.#options.definition;
    const preflight = cors && preflightResponse(cors, request);
    if (preflight !== undefined) return preflight;
    const requestId = randomUUID();
    const response = await this.#route(request, requestId);
    const added = { 'apigw-requestid': requestId, ...(cors ? corsHeaders(cors, request) : {}) };
    return { ...response, headers: { ...response.headers, ...added } };
  }

  async #route(request: HttpRequest, requestId: string): Promise<HttpResponse> {
    const match = this.#match(request);
    if (match === 'malformed') return gatewayMessage(400, 'Bad Request');
    if (match === undefined) return gatewayMessage(404, 'Not Found');
    const { authorizer, scopes } = match.route;
    if (authorizer === undefined) return this.#integrate(request, requestId, match);
    const header = request.headers.authorization?.join(',');
    const authorization = await authorize(header, authorizer, scopes, this.#options.issuerKeys);
    if (authorization.ok) return this.#integrate(request, requestId, match, authorization);
    const message = authorization.status === 401 ? 'Unauthorized' : 'Forbidden';
    return gatewayMessage(authorization.status, message, { 'www-authenticate': authorization.challenge });
  }

  #match(request: HttpRequest): RouteMatch<RouteDefinition> | undefined | 'malformed' {
    try {
      decodeURIComponent(request.path);
      return this.#routes.match(request.method, request.path);
    } catch (error) {
      if (error instanceof URIError) return 'malformed';
      throw error;
    }
  }

  async #integrate(
    request: HttpRequest,
    requestId: string,
    { route, pathParameters }: RouteMatch<RouteDefinition>,
    authorization?: Authorization & { readonly ok: true },
  ): Promise<HttpResponse> {
    const event = requestEvent({
      request,
      apiId: this.#options.definition.apiId,
      routeKey: route.routeKey,
      pathParameters,
      requestId,
      now: this.#options.clock.now(),
      ...(authorization === undefined ? {} : { authorization: { claims: authorization.claims, scopes: route.scopes } }),
    });
    // Escapes make the event larger than the body, but only a large body can make it too large.
    if (request.body.length > MAXIMUM_PAYLOAD_BYTES / 8 && byteLength(event) > MAXIMUM_PAYLOAD_BYTES) {
      return gatewayMessage(413, 'Request Entity Too Large');
    }
    return this.#invoke(route, event);
  }

  async #invoke(route: RouteDefinition, event: unknown): Promise<HttpResponse> {
    if (!this.#mayInvoke(route)) return internalServerError;
    const { functions, clock, report } = this.#options;
    const { promise: tooLate, resolve } = Promise.withResolvers<'too late'>();
    const cancel = clock.after(route.timeoutMilliseconds, () => resolve('too late'));
    const result = await Promise.race([functions.invoke(route.functionArn, event), tooLate]);
    cancel();
    if (result === 'too late') return gatewayMessage(503, 'Service Unavailable');
    if (result.ok) return integrationResponse(result.payload);
    const { errorType, errorMessage, trace = [] } = result.error;
    report(`${route.routeKey} failed: ${errorType}: ${[errorMessage, ...trace.slice(1)].join('\n')}`);
    return internalServerError;
  }

  /** A function lets in the routes that its permissions name, as `<api>/<stage>/<method>/<path>`. */
  #mayInvoke({ functionArn, routeKey }: RouteDefinition): boolean {
    const { access, definition } = this.#options;
    const source = arnOf('execute-api', `${definition.apiId}/$default/${routeKey.replace(' ', '')}`);
    const request = { principal: { service: 'apigateway.amazonaws.com' }, context: { 'aws:SourceArn': [source] } };
    try {
      access.authorize({ ...request, action: 'lambda:InvokeFunction', resource: functionArn });
      return true;
    } catch (error) {
      if (error instanceof AccessDenied) return false;
      throw error;
    }
  }
}

function byteLength(event: unknown): number {
  return Buffer.byteLength(JSON.stringify(event));
}
