import { skuSchema } from '../../../domain/lines.ts';
import type { Operation } from '../../../functions/http/operations.ts';
import { type JsonSchema, parameterSchema } from './schemas.ts';

/** A parameter of an operation, as the document has it. */
export type ParameterObject = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description: string;
  readonly schema: JsonSchema;
};

const pathParameters: Readonly<Record<string, Pick<ParameterObject, 'description' | 'schema'>>> = {
  sku: { description: 'The id of an item.', schema: parameterSchema(skuSchema) },
  id: { description: 'The id of a discrepancy.', schema: { type: 'string' } },
  orderId: { description: 'The id of an order, as placing it answered.', schema: { type: 'string' } },
};

const idempotencyKey: ParameterObject = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    "The client's name for this request: the same key and body always get the same answer, and have one effect.",
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x20-\\x7e]+$' },
};

/** Everything that a request has besides its body: parameters of the path, of the query, and the key. */
export function parametersOf(path: string, { query = {}, takesKey }: Operation): ParameterObject[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const described = pathParameters[name];
    if (described === undefined) throw new Error(`The path parameter ${name} is described nowhere`);
    return { name, in: 'path', required: true, ...described };
  });
  const inQuery = Object.entries(query).map(([name, { schema, means }]) => ({
    name,
    in: 'query',
    description: means,
    schema: parameterSchema(schema),
  }));
  return [...inPath, ...inQuery, ...(takesKey === true ? [idempotencyKey] : [])];
}
