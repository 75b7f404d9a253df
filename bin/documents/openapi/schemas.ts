import * as z from 'zod/mini';
import { components, requestComponents } from '../../../functions/http/components.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** How a schema of the document names another. */
export const schemaReference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The named schemas, each told once: those that use another refer to it. */
export function componentSchemas(): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(components)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, io: 'input' });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, plainSchema(schema, requestComponents.has(name))] as const),
  );
}

/** A schema of a parameter. */
export function parameterSchema(schema: z.ZodMiniType): JsonSchema {
  return plainSchema(z.toJSONSchema(schema, { io: 'input' }), true);
}

/**
 * The schema without what says nothing: names that it has elsewhere, and the bounds of every safe integer. What is
 * answered may gain members, so that a client must not be told that there are no others.
 */
export function plainSchema(schema: JsonSchema, isClosed: boolean): JsonSchema {
  return walk(schema, ({ $schema: _schema, $id: _id, ...rest }) => {
    if (rest.minimum === Number.MIN_SAFE_INTEGER) delete rest.minimum;
    if (rest.maximum === Number.MAX_SAFE_INTEGER) delete rest.maximum;
    if (!isClosed && rest.additionalProperties === false) delete rest.additionalProperties;
    return rest;
  });
}

function walk(schema: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const entries = Object.entries(change({ ...schema })).map(([key, value]) => {
    if (Array.isArray(value)) return [key, value.map((member) => (isObject(member) ? walk(member, change) : member))];
    return [key, isObject(value) ? walk(value, change) : value];
  });
  return Object.fromEntries(entries);
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
