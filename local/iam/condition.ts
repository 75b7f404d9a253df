import { arnMatcher, textMatcher } from './pattern.ts';

/** The values of condition keys that a request comes with, by the keys in lower case. */
export type Context = ReadonlyMap<string, readonly string[]>;

/** One key of a policy's condition. */
export type Condition = {
  readonly holds: (context: Context) => boolean;
  /** Which values of the policy the request's values match, where the policy lists what a request may name. */
  readonly matched: (context: Context) => readonly string[];
  /** As the policy has it, such as `ForAllValues:StringEquals dynamodb:Attributes`. */
  readonly name: string;
  readonly values: readonly string[];
};

/**
 * What the local run says of a request. A policy that asks for anything else would never find it, and is refused.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
const MANY_VALUED = new Set(['dynamodb:attributes', 'dynamodb:enclosingoperation', 'dynamodb:leadingkeys']);
const SINGLE_VALUED = new Set([
  'aws:securetransport',
  'aws:sourceaccount',
  'aws:sourcearn',
  'dynamodb:returnvalues',
  'events:detail-type',
  'events:source',
]);

type Test = (policyValue: string) => (value: string) => boolean;

const equals: Test = (policyValue) => (value) => value === policyValue;
const equalsIgnoringCase: Test = (policyValue) => equals(policyValue.toLowerCase());

/** `ArnEquals` and `ArnLike` behave identically. */
const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: (policyValue) => (value) => equalsIgnoringCase(policyValue)(value.toLowerCase()),
  StringLike: textMatcher,
  ArnEquals: arnMatcher,
  ArnLike: arnMatcher,
  Bool: (policyValue) => (value) => equalsIgnoringCase(policyValue)(value.toLowerCase()),
};
const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

/**
 * Compiles one key of a condition.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 * @throws Error for an operator or a key that the local run does not know
 */
export function compileCondition(operator: string, key: string, values: readonly string[]): Condition {
  const [, quantifier, base = '', ifExists] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/u.exec(operator) ?? [];
  const lowerKey = key.toLowerCase();
  checkKey(lowerKey, key, quantifier);
  const positive = NEGATED[base] ?? base;
  const test = TESTS[positive];
  if (test === undefined) throw new Error(`the condition operator ${operator} is not supported by the local run`);
  const tests = values.map((value) => ({ value, matches: test(value) }));
  const isNegated = positive !== base;
  const passes = (value: string) => tests.some(({ matches }) => matches(value)) !== isNegated;
  const whenMissing = ifExists !== undefined || (quantifier === undefined ? isNegated : quantifier === 'ForAllValues:');
  return {
    name: `${operator} ${key}`,
    values,
    holds: (context) => {
      const found = context.get(lowerKey) ?? [];
      if (found.length === 0) return whenMissing;
      return quantifier === 'ForAnyValue:' ? found.some(passes) : found.every(passes);
    },
    matched: (context) => {
      const found = context.get(lowerKey) ?? [];
      return tests.filter(({ matches }) => found.some(matches)).map(({ value }) => value);
    },
  };
}

function checkKey(lowerKey: string, key: string, quantifier: string | undefined): void {
  if (MANY_VALUED.has(lowerKey)) {
    if (quantifier !== undefined) return;
    throw new Error(`the condition key ${key} has many values: it needs ForAllValues or ForAnyValue`);
  }
  if (SINGLE_VALUED.has(lowerKey) && quantifier === undefined) return;
  throw new Error(`the condition key ${key} is not supported by the local run`);
}
