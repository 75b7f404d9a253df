import type { ApiSchema } from './document.ts';
import { escapeHtml, table } from './html.ts';

const nameOf = (reference: string) => reference.split('/').at(-1) ?? '';

/** What values a schema takes, in a few words. */
export function typeOf(schema: ApiSchema): string {
  if (schema.$ref !== undefined) return `<a href="#${nameOf(schema.$ref)}">${nameOf(schema.$ref)}</a>`;
  if (schema.enum !== undefined)
    return schema.enum.map((value) => `<code>${escapeHtml(String(value))}</code>`).join(', ');
  if (schema.const !== undefined) return `<code>${escapeHtml(String(schema.const))}</code>`;
  if (schema.type === 'array') return schema.items === undefined ? 'list' : `list of ${typeOf(schema.items)}`;
  return [escapeHtml(schema.type ?? 'anything'), ...boundsOf(schema)].join(', ');
}

function boundsOf({ minimum, maximum, minLength, maxLength, format, pattern }: ApiSchema): string[] {
  return [
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
    ...(minLength === undefined ? [] : [`${minLength} characters or more`]),
    ...(maxLength === undefined ? [] : [`${maxLength} characters at most`]),
    ...(format !== undefined
      ? [escapeHtml(format)]
      : pattern === undefined
        ? []
        : [`<code>${escapeHtml(pattern)}</code>`]),
  ];
}

/** The members of a schema, those of nested objects right after their own. */
export function fieldTable(schema: ApiSchema): string {
  return table(['field', 'type', ''], fieldRows(schema, ''));
}

function fieldRows({ properties = {}, required = [] }: ApiSchema, prefix: string): string[][] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const nested = property.items === undefined ? property : property.items;
    const below = property.items === undefined ? `${path}.` : `${path}[].`;
    const row = [`<code>${escapeHtml(path)}</code>`, typeOf(property), required.includes(name) ? '' : 'optional'];
    return [row, ...fieldRows(nested, below)];
  });
}
