import * as z from 'zod/mini';

/** One row of a table of fields: a nested field is named by its path, such as `lines[].sku`. */
export type Field = { readonly path: string; readonly type: string; readonly required: boolean };

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The fields of an object's schema, those of nested objects right after their own. */
export function fieldsOf(schema: z.ZodMiniType): Field[] {
  return objectFields(z.toJSONSchema(schema), '');
}

function objectFields(schema: JsonSchema, prefix: string): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    typeof property === 'boolean' ? [] : fieldRows(property, `${prefix}${name}`, required.has(name)),
  );
}

function fieldRows(property: JsonSchema, path: string, required: boolean): Field[] {
  const items = itemsOf(property);
  const nested = items === undefined ? objectFields(property, `${path}.`) : objectFields(items, `${path}[].`);
  return [{ path, type: typeOf(property), required }, ...nested];
}

function itemsOf({ items }: JsonSchema): JsonSchema | undefined {
  return items === undefined || typeof items === 'boolean' || Array.isArray(items) ? undefined : items;
}

function typeOf(property: JsonSchema): string {
  if (property.enum !== undefined) return property.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (property.type === 'integer') return `integer${boundsOf(property)}`;
  if (property.pattern !== undefined) return `string, \`${property.pattern}\``;
  return property.type === 'array' ? 'list' : String(property.type);
}

/** The bounds that say something: those of every safe integer do not. */
function boundsOf({ minimum, maximum }: JsonSchema): string {
  const low = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? '' : String(minimum);
  const high = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : String(maximum);
  if (low === '' && high === '') return '';
  return high === '' ? `, at least ${low}` : ` ${low}..${high}`;
}
