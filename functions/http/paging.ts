import * as z from 'zod/mini';
import { Problem } from './problem.ts';
import type { Request } from './request.ts';

export type Page = { readonly limit: number; readonly after?: string };

const cursorSchema = z.strictObject({ after: z.string().check(z.minLength(1), z.maxLength(400)) });

function invalidQuery(name: string, detail: string): Problem {
  return new Problem('invalid_request', `The query parameter ${name} ${detail}.`, [
    { pointer: `/query/${name}`, detail },
  ]);
}

/**
 * @param isPosition whether a page of this list can begin there: a cursor may come from another list, or be made up
 * @throws {Problem} when limit or cursor is not one that this API gave or takes
 */
export function pageOf(request: Request, isPosition: (after: string) => boolean): Page {
  const { limit, cursor } = request.queryStringParameters ?? {};
  const after = cursor === undefined ? {} : { after: positionIn(cursor, isPosition) };
  return { limit: limit === undefined ? 20 : parseLimit(limit), ...after };
}

function parseLimit(text: string): number {
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > 100) throw invalidQuery('limit', 'must be a whole number from 1 to 100');
  return limit;
}

function positionIn(cursor: string, isPosition: (after: string) => boolean): string {
  const after = decode(cursor);
  if (after !== undefined && isPosition(after)) return after;
  throw invalidQuery('cursor', 'must be the `next` of a former answer of this list, unchanged');
}

function decode(cursor: string): string | undefined {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))).after;
  } catch {
    return undefined;
  }
}

export function encode(after: string): string {
  return Buffer.from(JSON.stringify({ after })).toString('base64url');
}

/** A list's answer; `next` is there as long as there is more. */
export function pageAnswer<T>(items: readonly T[], after: string | undefined) {
  return after === undefined ? { items } : { items, next: encode(after) };
}

/** A query parameter. @throws {Problem} when it is there, and does not fit */
export function filterBy(
  request: Request,
  name: string,
  fits: (text: string) => boolean,
  rule: string,
): string | undefined {
  const text = request.queryStringParameters?.[name];
  if (text !== undefined && !fits(text)) throw invalidQuery(name, rule);
  return text;
}

/** One of a query parameter's values. @throws {Problem} for any other */
export function oneOf<const T extends string>(request: Request, name: string, values: readonly T[]): T | undefined {
  const text = request.queryStringParameters?.[name];
  if (text === undefined) return undefined;
  const value = values.find((candidate) => candidate === text);
  if (value === undefined) throw invalidQuery(name, `must be one of ${values.join(', ')}`);
  return value;
}
