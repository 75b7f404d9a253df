import { compileNumeric } from './numeric-pattern.ts';
import { compileWildcard } from './wildcard-pattern.ts';

export type Scalar = string | number | boolean | null;

/** Whether one value of the event matches. */
type ScalarMatcher = (value: Scalar) => boolean;

/** Whether the values found at the pattern's place match: none if the event has nothing there. */
export type LeafMatcher = (values: readonly Scalar[]) => boolean;

/** Compiles the array at a leaf of a pattern: it matches if any of its elements does. */
export function compileLeaf(elements: readonly unknown[], place: string): LeafMatcher {
  if (elements.length === 0) throw new Error(`Event pattern: ${place} must not be an empty list.`);
  const matchers = elements.map((element) => compileElement(element, place));
  return (values) => matchers.some((matches) => matches(values));
}

function compileElement(element: unknown, place: string): LeafMatcher {
  if (isScalar(element)) return some((value) => value === element);
  const [operator, operand] = onlyEntry(element, place);
  if (operator === 'exists') {
    if (typeof operand !== 'boolean') throw new Error(`Event pattern: exists at ${place} must be true or false.`);
    return (values) => values.length > 0 === operand;
  }
  return some(compileOperator(operator, operand, place));
}

function some(matches: ScalarMatcher): LeafMatcher {
  return (values) => values.some(matches);
}

function compileOperator(operator: string, operand: unknown, place: string): ScalarMatcher {
  switch (operator) {
    case 'prefix':
      return compileAffix(operand, `prefix at ${place}`, (value, affix) => value.startsWith(affix));
    case 'suffix':
      return compileAffix(operand, `suffix at ${place}`, (value, affix) => value.endsWith(affix));
    case 'equals-ignore-case':
      return compileIgnoringCase(operand, `equals-ignore-case at ${place}`, (value, other) => value === other);
    case 'wildcard':
      return onStrings(compileWildcard(stringOf(operand, `wildcard at ${place}`)));
    case 'numeric':
      return compileNumeric(operand, place);
    case 'anything-but':
      return compileAnythingBut(operand, place);
    default:
      throw new Error(`Event pattern: unknown operator ${operator} at ${place}.`);
  }
}

type StringTest = (value: string, operand: string) => boolean;

function compileAffix(operand: unknown, what: string, test: StringTest): ScalarMatcher {
  if (typeof operand === 'string') return onStrings((value) => test(value, operand));
  const [operator, inner] = onlyEntry(operand, what);
  if (operator !== 'equals-ignore-case') throw new Error(`Event pattern: unknown operator ${operator} in ${what}.`);
  return compileIgnoringCase(inner, what, test);
}

function compileIgnoringCase(operand: unknown, what: string, test: StringTest): ScalarMatcher {
  const other = stringOf(operand, what).toLowerCase();
  return onStrings((value) => test(value.toLowerCase(), other));
}

/** `anything-but` needs a value: a missing one does not match. */
function compileAnythingBut(operand: unknown, place: string): ScalarMatcher {
  const excluded =
    Array.isArray(operand) || isScalar(operand) ? compileList(operand, place) : compileSet(operand, place);
  return (value) => !excluded(value);
}

function compileList(operand: Scalar | readonly unknown[], place: string): ScalarMatcher {
  const list: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (list.length === 0 || !list.every((value) => typeof value === 'string' || typeof value === 'number')) {
    throw new Error(`Event pattern: anything-but at ${place} takes strings or numbers.`);
  }
  return (value) => list.some((excluded) => excluded === value);
}

const NEGATABLE = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

function compileSet(operand: unknown, place: string): ScalarMatcher {
  const [operator, inner] = onlyEntry(operand, `anything-but at ${place}`);
  if (!NEGATABLE.includes(operator)) {
    throw new Error(`Event pattern: unknown operator ${operator} in anything-but at ${place}.`);
  }
  const list: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
  if (list.length === 0) throw new Error(`Event pattern: ${operator} in anything-but at ${place} must not be empty.`);
  const matchers = list.map((one) => compileOperator(operator, one, place));
  return (value) => matchers.some((matches) => matches(value));
}

function onlyEntry(value: unknown, place: string): readonly [string, unknown] {
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  const [entry, ...others] = entries;
  if (!entry || others.length > 0) throw new Error(`Event pattern: ${place} needs a value or exactly one operator.`);
  return entry;
}

function onStrings(matches: (value: string) => boolean): ScalarMatcher {
  return (value) => typeof value === 'string' && matches(value);
}

function stringOf(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new Error(`Event pattern: ${what} takes a string.`);
  return value;
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
