import { createHash } from 'node:crypto';
import type { ApiContent, ApiDocument, ApiOperation } from './document.ts';
import { escapeHtml, inline, prose, table } from './html.ts';
import { fieldTable, typeOf } from './schema.ts';
import { style } from './style.ts';

/** The page and the policy that it is served with: it runs no script, and loads nothing. */
export type ApiPage = { readonly html: string; readonly contentSecurityPolicy: string };

/** Shows an OpenAPI document to people. */
export function apiPage(document: ApiDocument): ApiPage {
  const { title, version, description } = document.info;
  const hash = createHash('sha256').update(style).digest('base64');
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} API</title>
<style>${style}</style>
</head>
<body>
<header><h1>${escapeHtml(title)} API</h1><p>Version ${escapeHtml(version)}. For machines: <a href="/openapi.json">openapi.json</a></p>
${prose(description)}</header>
<nav aria-label="Routes">${routeIndex(document)}</nav>
<main>${document.tags.map((tag) => tagSection(document, tag)).join('\n')}
<section><h2 id="schemas">Schemas</h2>${schemaSections(document)}</section></main>
</body>
</html>
`;
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { html, contentSecurityPolicy: policy };
}

type Served = { readonly method: string; readonly path: string; readonly operation: ApiOperation };

function servedUnder({ paths }: ApiDocument, tag: string): Served[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags.includes(tag))
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

function routeIndex(document: ApiDocument): string {
  const links = document.tags
    .flatMap(({ name }) => servedUnder(document, name))
    .map(({ method, path, operation }) => {
      return `<li><a href="#${operation.operationId}"><b>${method}</b> ${escapeHtml(path)}</a></li>`;
    });
  return `<ul>${links.join('\n')}</ul>`;
}

function tagSection(document: ApiDocument, { name, description }: ApiDocument['tags'][number]): string {
  const served = servedUnder(document, name);
  if (served.length === 0) return '';
  return `<section><h2>${escapeHtml(name)}</h2>${prose(description)}${served.map(operationSection).join('\n')}</section>`;
}

function operationSection({ method, path, operation }: Served): string {
  const { operationId, summary, description, parameters, requestBody, responses } = operation;
  const given = parameters.map((parameter) => [
    `<code>${escapeHtml(parameter.name)}</code>`,
    escapeHtml(parameter.in),
    `${typeOf(parameter.schema)}${parameter.required === true ? '' : ', optional'}`,
    inline(parameter.description),
  ]);
  const answers = Object.entries(responses).map(([status, answer]) => [
    `<code>${escapeHtml(status)}</code>`,
    inline(answer.description),
    contentOf(answer.content),
  ]);
  const body =
    requestBody === undefined
      ? ''
      : `<p>Body${requestBody.required ? '' : ' (optional)'}: ${contentOf(requestBody.content)}</p>`;
  return `<article><h3 id="${operationId}"><b>${method}</b> <code>${escapeHtml(path)}</code></h3>
<p><strong>${inline(summary)}</strong></p>${prose(description)}
${table(['parameter', 'in', 'type', 'what it means'], given)}${body}
${table(['status', 'when', 'body'], answers)}</article>`;
}

function contentOf(content: ApiContent): string {
  return Object.entries(content)
    .map(([type, { schema }]) => (schema?.$ref === undefined ? escapeHtml(type) : typeOf(schema)))
    .join(', ');
}

function schemaSections({ components }: ApiDocument): string {
  return Object.entries(components.schemas)
    .map(
      ([name, schema]) =>
        `<article><h3 id="${escapeHtml(name)}">${escapeHtml(name)}</h3>${fieldTable(schema)}</article>`,
    )
    .join('\n');
}
