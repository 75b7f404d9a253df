import { afterAll, beforeAll, expect, test } from 'vitest';
import document from '../../../docs/openapi.json' with { type: 'json' };
import { escapeHtml } from '../../../functions/http/api-page/html.ts';
import { apiPage } from '../../../functions/http/api-page/page.ts';
import { type Api, startApi } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

test('the document is served as it is committed', async () => {
  const answer = await api.call({ method: 'GET', path: '/openapi.json' });
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  expect(answer.body).toEqual(document);
});

test('the page shows every route and every schema, and runs no script', async () => {
  const { status, headers, text } = await api.call({ method: 'GET', path: '/docs' });
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
  expect(text).not.toContain('<script');
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const { operationId } of Object.values(methods)) expect(text).toContain(`id="${operationId}"`);
    expect(text).toContain(path);
  }
  for (const name of Object.keys(document.components.schemas)) expect(text).toContain(`id="${name}"`);
});

test('every link of the page leads somewhere', async () => {
  const { text } = await api.call({ method: 'GET', path: '/docs' });
  const targets = [...text.matchAll(/href="#(\w+)"/g)].map(([, target]) => target);
  expect(targets.length).toBeGreaterThan(20);
  expect(targets.filter((target) => !text.includes(`id="${target}"`))).toEqual([]);
});

test('what the document says is shown as text', () => {
  expect(escapeHtml('<img src=x onerror="alert(1)">&\'')).toBe(
    '&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;&#39;',
  );
  const info = { title: '<b>', version: '1', description: '`<i>`' };
  const { html } = apiPage({ info, tags: [], paths: {}, components: { schemas: {} } });
  expect(html).not.toMatch(/<b>|<i>/);
});
