import { cursorFor, positionIn } from './cursors.ts';
import { Problem } from './problem.ts';
import type { Request } from './request.ts';

export type Page = { readonly limit: number; readonly after?: string };

function invalidQuery(name: string, detail: string): Problem {
  return new Problem('invalid_request', `The query parameter ${name} ${detail}.`, [
    { pointer: `/query/${name}`, detail },
  ]);
}

/** @throws {Problem} when limit or cursor is not one that this API takes, or gave to this caller for this list */
export async function pageOf(request: Request): Promise<Page> {
  const { limit: limitText, cursor } = request.queryStringParameters ?? {};
  const limit = limitText === undefined ? 20 : parseLimit(limitText);
  if (cursor === undefined) return { limit };
  const after = await positionIn(request, cursor);
  if (after !== undefined) return { limit, after };
  throw invalidQuery('cursor', 'must be the `next` of a former answer of this list, unchanged');
}

function parseLimit(text: string): number {
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > 100) throw invalidQuery('limit', 'must be a whole number from 1 to 100');
  return limit;
}

/** A list's answer; `next` is there as long as there is more. */
export async function pageAnswer<T>(request: Request, items: readonly T[], after: string | undefined) {
  return after === undefined ? { items } : { items, next: await cursorFor(request, after) };
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
