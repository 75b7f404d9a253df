import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  CfnStage,
  CorsHttpMethod,
  type CorsPreflightOptions,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { routes } from '../functions/http/routes.ts';
import { accessLogFormat } from './access-log.ts';
import { acknowledge } from './acknowledge.ts';
import type { FunctionName } from './declarations.ts';
import type { Functions } from './functions.ts';
import type { Settings } from './settings.ts';
import type { Users } from './users.ts';

export type ApiProps = { readonly settings: Settings; readonly functions: Functions; readonly users: Users };

/** The HTTP API: its routes are those of the shared list, and all others are answered by `not-found`. */
export class Api extends Construct {
  readonly httpApi: HttpApi;
  readonly #routes: HttpRoute[] = [];

  constructor(scope: Construct, id: string, { settings, functions, users }: ApiProps) {
    super(scope, id);
    this.httpApi = new HttpApi(this, 'HttpApi', {
      description: 'Holdfast',
      createDefaultStage: false,
      ...(settings.corsOrigins.length === 0 ? {} : { corsPreflight: corsOf(settings) }),
    });
    const logGroup = new LogGroup(this, 'AccessLogs', {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.httpApi,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: accessLogFormat },
      throttle: { rateLimit: settings.requestsPerSecond, burstLimit: settings.requestBurst },
    });
    this.#addRoutes(functions, users);
    this.#throttleOrders(stage, settings);
  }

  /** A stage takes the settings of a route only once there is the route. */
  #throttleOrders(stage: HttpStage, { ordersPerSecond, orderBurst }: Settings): void {
    const { defaultChild } = stage.node;
    if (!(defaultChild instanceof CfnStage)) throw new Error('The stage of the API is not what it was');
    const throttle = { ThrottlingRateLimit: ordersPerSecond, ThrottlingBurstLimit: orderBurst };
    defaultChild.routeSettings = { 'POST /orders': throttle };
    stage.node.addDependency(...this.#routes);
  }

  /** The gateway knows tokens, not roles: which group may do what is each function's own check. */
  #addRoutes(functions: Functions, users: Users): void {
    const authorizer = new HttpUserPoolAuthorizer('Authorizer', users.userPool, { userPoolClients: [users.client] });
    for (const route of routes) {
      const added = this.httpApi.addRoutes({
        path: route.path,
        methods: [HttpMethod[route.method]],
        integration: integration(route.function, functions),
        ...(route.access === 'all' ? {} : { authorizer }),
      });
      this.#routes.push(...added);
      if (route.access === 'all') for (const it of added) acknowledge(it, { 'AwsSolutions-APIG4': 'It is for all.' });
    }
    const notFound = new HttpRoute(this, 'NotFound', {
      httpApi: this.httpApi,
      routeKey: HttpRouteKey.DEFAULT,
      integration: integration('not-found', functions),
    });
    acknowledge(notFound, { 'AwsSolutions-APIG4': 'It tells everybody alike that there is nothing here.' });
  }
}

/** What the pages of other origins may send and read; no cookie is ever needed, since callers are known by tokens. */
function corsOf({ corsOrigins }: Settings): CorsPreflightOptions {
  return {
    allowOrigins: [...corsOrigins],
    allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.PUT, CorsHttpMethod.POST],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
    exposeHeaders: ['location', 'retry-after'],
    maxAge: Duration.hours(1),
  };
}

function integration(name: FunctionName, functions: Functions): HttpLambdaIntegration {
  return new HttpLambdaIntegration(name, functions.get(name));
}
