import { compileLeaf, isScalar, type Scalar } from './leaf-pattern.ts';

/** Tells whether an event, as parsed JSON, matches the pattern it was compiled from. */
export type EventMatcher = (event: unknown) => boolean;

/**
 * Compiles an event pattern of EventBridge, or a `Pattern` of Lambda's FilterCriteria, which is the same language.
 *
 * Every key of the pattern must match; `$or` matches if one of its patterns does. An array of matchers matches if
 * any of them does, and an array in the event matches if any of its elements does. A nested pattern matches an array
 * of objects if one of them matches it as a whole.
 *
 * @throws Error that names the operator or the place, for anything that is not supported
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compilePattern(pattern: unknown): EventMatcher {
  return compileObject(pattern, '');
}

function compileObject(pattern: unknown, path: string): EventMatcher {
  if (!isObject(pattern)) throw new Error(`Event pattern: ${path || 'the pattern'} must be an object.`);
  const conditions = Object.entries(pattern).map(([key, value]) => compileKey(key, value, path));
  if (conditions.length === 0) throw new Error(`Event pattern: ${path || 'the pattern'} must not be empty.`);
  return (event) => conditions.every((condition) => condition(event));
}

function compileKey(key: string, value: unknown, path: string): EventMatcher {
  const place = path === '' ? key : `${path}.${key}`;
  if (key === '$or') return compileOr(value, place);
  if (Array.isArray(value)) {
    const matches = compileLeaf(value, place);
    return (event) => matches(leaves(memberOf(event, key)));
  }
  const matches = compileObject(value, place);
  return (event) => someObject(memberOf(event, key), matches);
}

function compileOr(alternatives: unknown, place: string): EventMatcher {
  if (!Array.isArray(alternatives) || alternatives.length < 2) {
    throw new Error(`Event pattern: ${place} must be a list of at least two patterns.`);
  }
  const matchers = alternatives.map((alternative, index) => compileObject(alternative, `${place}[${index}]`));
  return (event) => matchers.some((matches) => matches(event));
}

function memberOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A nested pattern also applies where the member is missing: `exists: false` further down may match that. */
function someObject(value: unknown, matches: EventMatcher): boolean {
  return Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY).some(matches) : matches(value);
}

/** The scalars that a leaf pattern sees: an object is no leaf, and an array stands for its elements. */
function leaves(value: unknown): readonly Scalar[] {
  return [value].flat(Number.POSITIVE_INFINITY).filter(isScalar);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
