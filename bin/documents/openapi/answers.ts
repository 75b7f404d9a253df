import type { Operation } from '../../../functions/http/operations.ts';
import { type ProblemCode, problemCodes } from '../../../functions/http/problem.ts';
import type { routes } from '../../../functions/http/routes.ts';
import { schemaReference } from './schemas.ts';

export type Access = (typeof routes)[number]['access'];

const headers = {
  Location: { description: 'Where the order can be followed.', schema: { type: 'string' } },
  'Retry-After': { description: 'After how many seconds to try again.', schema: { type: 'string' } },
};

/** What a route answers when all is well. */
export function successAnswers({ operationId, answers }: Operation) {
  const entries = Object.entries(answers).map(([status, { means, schema, contentType = 'application/json' }]) => {
    const media = schema === undefined ? {} : { schema: schemaReference(schema) };
    const location = operationId === 'placeOrder' ? { headers: { Location: headers.Location } } : {};
    return [status, { description: means, ...location, content: { [contentType]: media } }] as const;
  });
  return Object.fromEntries(entries);
}

const retried = new Set<ProblemCode>(['payment_not_captured', 'too_many_open_orders', 'service_unavailable']);

/** Errors by status: those of handlers as problems with their codes, those of the gateway with its own body. */
export function errorAnswers(access: Access, codes: readonly ProblemCode[]) {
  const byStatus = Map.groupBy(codes, (code): number => problemCodes[code].status);
  const fromGateway = new Set([400, ...(access === 'all' ? [] : [401]), 413, 429, 431, 500, 503]);
  const statuses = [...new Set([...byStatus.keys(), ...fromGateway])].sort((one, other) => one - other);
  return Object.fromEntries(
    statuses.map((status) => [status, errorAnswer(byStatus.get(status) ?? [], fromGateway.has(status))]),
  );
}

function errorAnswer(codes: readonly ProblemCode[], fromGateway: boolean) {
  const listed = codes.map((code) => `\`${code}\`: ${problemCodes[code].title}.`);
  const told = [...listed, ...(fromGateway ? ["Or the gateway's own answer."] : [])];
  const problem = {
    allOf: [schemaReference('Problem'), { properties: { code: { enum: [...codes] } } }],
  };
  return {
    description: listed.length === 0 ? "The gateway's own answer." : told.join(' '),
    ...(codes.some((code) => retried.has(code)) ? { headers: { 'Retry-After': headers['Retry-After'] } } : {}),
    content: {
      ...(codes.length === 0 ? {} : { 'application/problem+json': { schema: problem } }),
      ...(fromGateway ? { 'application/json': { schema: schemaReference('GatewayMessage') } } : {}),
    },
  };
}
