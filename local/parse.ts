import type { ZodType } from 'zod';
import { ServiceError } from './ports.ts';

/** Reads a resource's properties; throws an error that names the resource and everything in it that is unknown. */
export function parseProperties<T>(schema: ZodType<T>, resource: string, properties: unknown): T {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;
  throw new Error(`${resource}: ${describeIssues(parsed.error.issues)}`);
}

/** Reads a request to an API; throws the `ServiceError` with which the API refuses it. */
export function parseRequest<T>(schema: ZodType<T>, operation: string, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ServiceError('ValidationException', `${operation}: ${describeIssues(parsed.error.issues)}`);
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string };

/** What is wrong, and where, in one line. */
export function describeIssues(issues: readonly Issue[]): string {
  return issues.map((issue) => [issue.path.map(String).join('.'), issue.message].filter(Boolean).join(': ')).join('; ');
}
