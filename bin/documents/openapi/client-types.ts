import { generatedNotice } from '../markdown.ts';
import type { openApiDocument } from './document.ts';
import type { ParameterObject } from './parameters.ts';
import type { JsonSchema } from './schemas.ts';

type Document = ReturnType<typeof openApiDocument>;
type OperationObject = Document['paths'][string][string];

type Media = Readonly<Record<string, { readonly schema?: JsonSchema }>>;

/**
 * The types of the document's paths and schemas, in the shape that `openapi-fetch` reads.
 * @throws for a keyword of JSON Schema that has no type here
 */
export function clientTypes({ paths, components }: Document): string {
  const schemas = Object.entries(components.schemas).map(([name, schema]) => `  ${name}: ${typeOf(schema)};`);
  const served = Object.entries(paths).map(([path, methods]) => `  '${path}': {\n${operationsOf(methods)}\n  };`);
  return [
    `// ${generatedNotice('docs/openapi.json').replace(/^<!-- | -->$/g, '')}`,
    '',
    'type Answer<Content> = { headers: Record<string, unknown>; content: Content };',
    '',
    `export interface Schemas {\n${schemas.join('\n')}\n}`,
    '',
    `export interface paths {\n${served.join('\n')}\n}`,
    '',
  ].join('\n');
}

function operationsOf(methods: Readonly<Record<string, OperationObject>>): string {
  return Object.entries(methods)
    .map(([method, operation]) => `    ${method}: ${operationType(operation)};`)
    .join('\n');
}

function operationType({ parameters, requestBody, responses }: OperationObject): string {
  const groups = ['path', 'query', 'header'].map((place) => parameterGroup(place, parameters));
  const answers = Object.entries(responses).map(([status, { content }]) => `${status}: Answer<${mediaType(content)}>`);
  const body =
    requestBody === undefined
      ? 'requestBody?: never'
      : `requestBody${requestBody.required ? '' : '?'}: { content: ${mediaType(requestBody.content)} }`;
  return `{ parameters: { ${groups.join('; ')}; cookie?: never }; ${body}; responses: { ${answers.join('; ')} } }`;
}

function parameterGroup(place: string, parameters: readonly ParameterObject[]): string {
  const members = parameters.filter((parameter) => parameter.in === place);
  if (members.length === 0) return `${place}?: never`;
  const isRequired = members.some(({ required }) => required === true);
  const types = members.map(({ name, required, schema }) => `'${name}'${required ? '' : '?'}: ${typeOf(schema)}`);
  return `${place}${isRequired ? '' : '?'}: { ${types.join('; ')} }`;
}

function mediaType(content: Media): string {
  const types = Object.entries(content).map(
    ([type, { schema }]) => `'${type}': ${schema ? typeOf(schema) : 'unknown'}`,
  );
  return `{ ${types.join('; ')} }`;
}

/** Keywords that narrow a type further than TypeScript can say. */
const unsaid = new Set([
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'pattern',
  'format',
  'minItems',
  'description',
]);
const said = new Set([
  'type',
  'enum',
  'const',
  'properties',
  'required',
  'items',
  'additionalProperties',
  'propertyNames',
  '$ref',
  'allOf',
  'anyOf',
]);

function typeOf(schema: JsonSchema): string {
  const unknown = Object.keys(schema).find((keyword) => !said.has(keyword) && !unsaid.has(keyword));
  if (unknown !== undefined) throw new Error(`The client knows no type for the keyword ${unknown}`);
  if (schema.$ref !== undefined) return `Schemas['${schema.$ref.split('/').at(-1)}']`;
  if (schema.allOf !== undefined) return schema.allOf.map(memberType).join(' & ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(memberType).join(' | ');
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' | ') || 'never';
  if (schema.type === 'object' || schema.properties !== undefined) return objectType(schema);
  if (schema.type === 'array') return `(${memberType(itemsOf(schema))})[]`;
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  return schema.type === 'string' || schema.type === 'boolean' ? schema.type : 'unknown';
}

function memberType(schema: JsonSchema | boolean): string {
  return typeof schema === 'boolean' ? 'unknown' : typeOf(schema);
}

function itemsOf({ items }: JsonSchema): JsonSchema | boolean {
  if (items === undefined || Array.isArray(items)) return true;
  return items;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function objectType({ properties = {}, required = [] }: JsonSchema): string {
  const members = Object.entries(properties).map(
    ([name, schema]) => `${name}${required.includes(name) ? '' : '?'}: ${memberType(schema)}`,
  );
  return members.length === 0 ? 'Record<string, unknown>' : `{ ${members.join('; ')} }`;
}
