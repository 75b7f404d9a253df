import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { type FieldError, maximumErrors, Problem } from './problem.ts';
import type { Request } from './request.ts';

z.config(en());

const maximumBytes = 256 * 1024;

function bytesOf(request: Request): Buffer {
  return Buffer.from(request.body ?? '', request.isBase64Encoded ? 'base64' : 'utf8');
}

function invalid(detail: string, errors: readonly FieldError[] = [{ pointer: '', detail }]): Problem {
  return new Problem('invalid_request', detail, errors);
}

/**
 * Reads the body by its schema.
 * @param ifEmpty what an absent body means, where it may be absent
 * @throws {Problem} `body_too_large`, or `invalid_request` with a pointer for every field that is wrong
 */
export function parseBody<T>(request: Request, schema: z.ZodMiniType<T>, ifEmpty?: T): T {
  const bytes = bytesOf(request);
  if (bytes.length > maximumBytes) throw new Problem('body_too_large', `A body has at most ${maximumBytes} bytes.`);
  if (bytes.length === 0 && ifEmpty !== undefined) return ifEmpty;
  const result = schema.safeParse(parseJson(bytes));
  const errors = result.success ? illFormedStrings(result.data) : result.error.issues.flatMap(errorsOf);
  if (result.success && errors.length === 0) return result.data;
  throw invalid(describe(errors.length), errors.slice(0, maximumErrors));
}

function parseJson(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid('The body is not valid UTF-8.');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('The body is not valid JSON.');
  }
}

type Issue = z.core.$ZodIssue;

function describe(count: number): string {
  const detail = 'The body is not as it should be.';
  return count > maximumErrors ? `${detail} The first ${maximumErrors} of ${count} errors are told.` : detail;
}

/** Half a surrogate pair has no UTF-8: a table would store another string than the one that was sent. */
function illFormedStrings(value: unknown, path: readonly PropertyKey[] = []): FieldError[] {
  if (typeof value === 'string' && !value.isWellFormed()) {
    return [{ pointer: pointerOf(path), detail: 'must not hold half a surrogate pair' }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => illFormedStrings(member, [...path, name]));
}

/** Unknown members are named one by one. */
function errorsOf(issue: Issue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ pointer: pointerOf(issue.path), detail: issue.message }];
  return issue.keys.map((key) => ({ pointer: pointerOf([...issue.path, key]), detail: 'is not a known field' }));
}

/** RFC 6901. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
