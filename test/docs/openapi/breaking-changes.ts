import type { JsonSchema } from '../../../bin/documents/openapi/schemas.ts';

type Media = Readonly<Record<string, { readonly schema?: JsonSchema }>>;
type Operation = {
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Media };
  readonly responses: Readonly<Record<string, { readonly content: Media }>>;
};

/** What of an OpenAPI document clients depend on. */
export type Contract = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
};

/** A value that clients send may not become stricter; one that they read may not lose anything. */
type Direction = 'sent' | 'read';

/**
 * What in a new document would break a client of the old one, in words: what is gone, what is asked for newly, and what
 * has other values. What is only added breaks nobody.
 */
export function breakingChanges(before: Contract, after: Contract): string[] {
  const routes = Object.entries(before.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const name = `${method.toUpperCase()} ${path}`;
      const now = after.paths[path]?.[method];
      return now === undefined ? [`${name} is gone`] : operationChanges(name, operation, now);
    }),
  );
  const sent = new Set(Object.values(after.paths).flatMap(sentSchemas));
  const schemas = Object.entries(before.components.schemas).flatMap(([name, schema]) =>
    schemaChanges(name, schema, after.components.schemas[name], sent.has(name) ? 'sent' : 'read'),
  );
  return [...routes, ...schemas];
}

function sentSchemas(methods: Contract['paths'][string]): string[] {
  return Object.values(methods).flatMap(({ requestBody }) =>
    Object.values(requestBody?.content ?? {}).map(({ schema }) => schema?.$ref?.split('/').at(-1) ?? ''),
  );
}

function operationChanges(name: string, before: Operation, after: Operation): string[] {
  const known = new Map(before.parameters.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]));
  const now = new Map(after.parameters.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]));
  const asked = [...now].filter(([key, { required }]) => required === true && known.get(key)?.required !== true);
  const parameters = [...known].flatMap(([key, { schema }]) =>
    schemaChanges(`${name}: ${key}`, schema, now.get(key)?.schema, 'sent'),
  );
  const needsBody = after.requestBody?.required === true && before.requestBody?.required !== true;
  return [
    ...asked.map(([key]) => `${name} newly needs ${key}`),
    ...parameters,
    ...(needsBody ? [`${name} newly needs a body`] : []),
    ...mediaChanges(`${name}: body`, before.requestBody?.content ?? {}, after.requestBody?.content ?? {}),
    ...Object.entries(before.responses).flatMap(([status, { content }]) =>
      mediaChanges(`${name}: ${status}`, content, after.responses[status]?.content ?? {}),
    ),
  ];
}

function mediaChanges(name: string, before: Media, after: Media): string[] {
  return Object.entries(before).flatMap(([type, { schema }]) => {
    if (after[type] === undefined) return [`${name} has no ${type} any more`];
    return schema?.$ref === after[type].schema?.$ref ? [] : [`${name} has another schema`];
  });
}

function schemaChanges(
  name: string,
  before: JsonSchema,
  after: JsonSchema | boolean | undefined,
  direction: Direction,
): string[] {
  if (after === undefined || typeof after === 'boolean') return [`${name} is gone`];
  if (before.type !== after.type || before.$ref !== after.$ref) return [`${name} has another type`];
  return [
    ...valueChanges(name, before, after, direction),
    ...requiredChanges(name, before, after, direction),
    ...Object.entries(before.properties ?? {}).flatMap(([member, schema]) =>
      typeof schema === 'boolean'
        ? []
        : schemaChanges(`${name}.${member}`, schema, after.properties?.[member], direction),
    ),
    ...itemChanges(name, before, after, direction),
  ];
}

/** Fewer values may be read, and more may be sent; not the other way round. */
function valueChanges(name: string, before: JsonSchema, after: JsonSchema, direction: Direction): string[] {
  const [few, many] = direction === 'sent' ? [before.enum, after.enum] : [after.enum, before.enum];
  const others = (few ?? []).filter((value) => many !== undefined && !many.includes(value));
  const narrower = direction === 'sent' && many !== undefined && few === undefined;
  const limits = direction === 'sent' ? narrowedLimits(before, after) : [];
  return [
    ...others.map((value) => `${name} ${direction === 'sent' ? 'takes no' : 'may newly be'} ${String(value)}`),
    ...(narrower ? [`${name} takes fewer values`] : []),
    ...limits.map((limit) => `${name} has a narrower ${limit}`),
  ];
}

const lowerLimits = ['minimum', 'minLength', 'minItems'] as const;
const upperLimits = ['maximum', 'maxLength', 'maxItems'] as const;

function narrowedLimits(before: JsonSchema, after: JsonSchema): string[] {
  const low = lowerLimits.filter((key) => (after[key] ?? -Infinity) > (before[key] ?? -Infinity));
  const high = upperLimits.filter((key) => (after[key] ?? Infinity) < (before[key] ?? Infinity));
  return [...low, ...high, ...(before.pattern === after.pattern || after.pattern === undefined ? [] : ['pattern'])];
}

function requiredChanges(name: string, before: JsonSchema, after: JsonSchema, direction: Direction): string[] {
  const [few, many] = direction === 'sent' ? [before, after] : [after, before];
  const changed = (many.required ?? []).filter((member) => !(few.required ?? []).includes(member));
  return changed.map((member) => `${name}.${member} is ${direction === 'sent' ? 'newly needed' : 'not always there'}`);
}

function itemChanges(name: string, before: JsonSchema, after: JsonSchema, direction: Direction): string[] {
  if (before.items === undefined || typeof before.items === 'boolean' || Array.isArray(before.items)) return [];
  const items = Array.isArray(after.items) ? undefined : after.items;
  return schemaChanges(`${name}[]`, before.items, items, direction);
}
