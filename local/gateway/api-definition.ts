import { parseProperties } from '../parse.ts';
import type { Resource } from '../template/template.ts';
import {
  apiProperties,
  authorizerProperties,
  type CorsConfiguration,
  integrationProperties,
  routeProperties,
  stageProperties,
} from './api-properties.ts';

export type JwtAuthorizerDefinition = { readonly issuer: string; readonly audiences: readonly string[] };

export type RouteDefinition = {
  /** `$default`, or a method or `ANY` with a path template, such as `GET /orders/{orderId}`. */
  readonly routeKey: string;
  readonly functionArn: string;
  readonly timeoutMilliseconds: number;
  readonly authorizer?: JwtAuthorizerDefinition;
  readonly scopes: readonly string[];
};

/** The HTTP API of the template. */
export type ApiDefinition = {
  readonly apiId: string;
  readonly cors?: CorsConfiguration;
  readonly routes: readonly RouteDefinition[];
};

/** Reads the `AWS::ApiGatewayV2` resources of a template, which must have exactly one API. */
export function readApi(resources: readonly Resource[]): ApiDefinition {
  const of = (type: string) => resources.filter((resource) => resource.type === `AWS::ApiGatewayV2::${type}`);
  const [api, ...others] = of('Api');
  if (api === undefined || others.length > 0) throw new Error('The template must have exactly one HTTP API');
  for (const stage of of('Stage')) parse(stageProperties, stage);
  const integrations = new Map(of('Integration').map((it) => [it.ref, parse(integrationProperties, it)]));
  const authorizers = new Map(of('Authorizer').map((it) => [it.ref, readAuthorizer(it)]));
  const { CorsConfiguration: cors } = parse(apiProperties, api);
  const routes = of('Route').map((route) => readRoute(route, integrations, authorizers));
  return { apiId: api.ref, routes, ...(cors === undefined ? {} : { cors }) };
}

type Integrations = ReadonlyMap<string, { readonly IntegrationUri: string; readonly TimeoutInMillis: number }>;
type Authorizers = ReadonlyMap<string, JwtAuthorizerDefinition>;

function readRoute(resource: Resource, integrations: Integrations, authorizers: Authorizers): RouteDefinition {
  const route = parse(routeProperties, resource);
  const integration = integrations.get(route.Target.slice('integrations/'.length));
  if (integration === undefined) throw new Error(`${resource.logicalId}: there is no integration ${route.Target}`);
  const authorizer = route.AuthorizerId === undefined ? undefined : authorizers.get(route.AuthorizerId);
  if (route.AuthorizationType === 'JWT' && authorizer === undefined) {
    throw new Error(`${resource.logicalId}: there is no authorizer ${route.AuthorizerId}`);
  }
  return {
    routeKey: route.RouteKey,
    functionArn: functionArnOf(integration.IntegrationUri),
    timeoutMilliseconds: integration.TimeoutInMillis,
    scopes: route.AuthorizationScopes,
    ...(route.AuthorizationType === 'JWT' && authorizer !== undefined ? { authorizer } : {}),
  };
}

function readAuthorizer(resource: Resource): JwtAuthorizerDefinition {
  const { Audience, Issuer } = parse(authorizerProperties, resource).JwtConfiguration;
  return { issuer: Issuer, audiences: Audience };
}

/** An integration names its function by the ARN alone, or within the path of Lambda's own API. */
function functionArnOf(integrationUri: string): string {
  return /functions\/(arn:[^/]+)\/invocations$/.exec(integrationUri)?.[1] ?? integrationUri;
}

function parse<T>(schema: Parameters<typeof parseProperties<T>>[0], resource: Resource): T {
  return parseProperties(schema, `${resource.logicalId} (${resource.type})`, resource.properties);
}
