import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';

/**
 * A line for each request: who asked for what, and what came of it. Ids, and neither bodies nor tokens.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    at: '$context.requestTime',
    requestId: '$context.requestId',
    route: '$context.routeKey',
    path: '$context.path',
    status: '$context.status',
    sub: '$context.authorizer.claims.sub',
    sourceIp: '$context.identity.sourceIp',
    milliseconds: '$context.responseLatency',
    responseBytes: '$context.responseLength',
    error: '$context.error.message',
    integrationError: '$context.integrationErrorMessage',
  }),
);
