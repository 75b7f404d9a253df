import { type Operation, operations } from '../../../functions/http/operations.ts';
import { type ProblemCode, problemCodes } from '../../../functions/http/problem.ts';
import { routes } from '../../../functions/http/routes.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { type Access, errorAnswers, successAnswers } from './answers.ts';
import { parametersOf } from './parameters.ts';
import { componentSchemas, schemaReference } from './schemas.ts';

const tags = {
  Catalogue: 'What is for sale.',
  Stock: 'How many units there are, and why.',
  Orders: 'From the request to the shipment.',
  Operations: 'For those who run the shop.',
  About: 'The service itself.',
} as const;

const introduction = `Order completion that cannot oversell. An order is accepted at once; its stock is reserved and its payment
made afterwards, and \`GET /orders/{orderId}\` tells how far it is.

Money is an integer in minor units. Times are RFC 3339 in UTC. A list answers \`{items, next}\`, where \`next\` is the
cursor of the next page, as long as there is one. Members that do not apply are left out, and answers may gain members.

Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`. What the gateway answers before a handler
runs is \`{"message": …}\` instead: 400 for a path that is not well encoded, 401 without a good token, 413 above what the gateway takes, 429 above
the throttle, 431 for headers that are too large, 503 when the answer takes too long.`;

/** The OpenAPI 3.1 document of the API, made of the schemas that its requests are parsed by. */
export function openApiDocument() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Holdfast',
      version: packageJson.version,
      description: introduction,
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths: paths(),
    components: {
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An access token of Amazon Cognito. `sub` is the buyer; the group `staff` is staff.',
        },
      },
      schemas: componentSchemas(),
    },
  };
}

type OperationObject = ReturnType<typeof describe>;

function paths(): Record<string, Record<string, OperationObject>> {
  const described = new Map<string, Operation>(Object.entries(operations));
  const byPath: Record<string, Record<string, OperationObject>> = {};
  for (const { method, path, access } of routes) {
    const operation = described.get(`${method} ${path}`);
    if (operation === undefined) throw new Error(`${method} ${path} is described nowhere`);
    byPath[path] = { ...byPath[path], [method.toLowerCase()]: describe(path, access, operation) };
  }
  return byPath;
}

function describe(path: string, access: Access, operation: Operation) {
  const { operationId, tag, summary, description, body } = operation;
  const who = { all: 'For all; a token is ignored.', buyer: 'For buyers and staff.', staff: 'For staff.' }[access];
  return {
    operationId,
    tags: [tag],
    summary,
    description: [description, who].filter((text) => text !== undefined).join(' '),
    security: access === 'all' ? [] : [{ accessToken: [] }],
    parameters: parametersOf(path, operation),
    ...(body === undefined ? {} : { requestBody: requestBody(operation, body) }),
    responses: { ...successAnswers(operation), ...errorAnswers(access, errorsOf(access, operation)) },
  };
}

function requestBody({ bodyIsOptional }: Operation, body: NonNullable<Operation['body']>) {
  return { required: bodyIsOptional !== true, content: { 'application/json': { schema: schemaReference(body) } } };
}

/** The errors of a route: its own, and those that come with a token, a role, a body or a key. */
export function errorsOf(access: Access, { errors, body, takesKey }: Operation): ProblemCode[] {
  const all: readonly ProblemCode[] = [
    ...errors,
    ...(access === 'all' ? [] : (['unauthorized'] as const)),
    ...(access === 'staff' ? (['forbidden'] as const) : []),
    ...(body === undefined ? [] : (['invalid_request', 'body_too_large'] as const)),
    ...(takesKey === true ? (['idempotency_key_required', 'idempotency_key_reused'] as const) : []),
    'internal_error',
    'service_unavailable',
  ];
  const order = Object.keys(problemCodes);
  return [...new Set(all)].sort((one, other) => order.indexOf(one) - order.indexOf(other));
}
