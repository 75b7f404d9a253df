import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { errorsOf, openApiDocument } from '../../../bin/documents/openapi/document.ts';
import { operations } from '../../../functions/http/operations.ts';
import { type ProblemCode, problemCodes } from '../../../functions/http/problem.ts';
import { routes } from '../../../functions/http/routes.ts';

const document = openApiDocument();
const described = new Map(Object.entries(operations));

test('the document is OpenAPI 3.1', async () => {
  const result = await new Validator().validate(structuredClone(document));
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
});

test('every route is described, and no other', () => {
  const served = routes.map(({ method, path }) => `${method} ${path}`);
  const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(documented.sort()).toEqual([...served].sort());
  expect([...described.keys()].sort()).toEqual([...served].sort());
});

test('operations have names of their own', () => {
  const names = [...described.values()].map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
});

/** What `$default` answers is no route's error. */
const withoutRoute: readonly ProblemCode[] = ['not_found', 'method_not_allowed'];

test('every error code is an error of some route', () => {
  const told = new Set(
    routes.flatMap(({ method, path, access }) => {
      const operation = described.get(`${method} ${path}`);
      return operation === undefined ? [] : errorsOf(access, operation);
    }),
  );
  expect([...told, ...withoutRoute].sort()).toEqual(Object.keys(problemCodes).sort());
});

describe('who may call a route', () => {
  test.each(routes.map((route) => [route.method, route.path, route.access] as const))(
    '%s %s: %s',
    (method, path, access) => {
      const operation = document.paths[path]?.[method.toLowerCase()];
      expect(operation?.security).toEqual(access === 'all' ? [] : [{ accessToken: [] }]);
      expect(operation?.responses['401'] !== undefined).toBe(access !== 'all');
    },
  );
});
