const ARN_PARTS = 6;

/** A predicate for texts that match a pattern of IAM: `*` stands for any characters, `?` for any one. */
export function textMatcher(pattern: string): (text: string) => boolean {
  if (!/[*?]/u.test(pattern)) return (text) => text === pattern;
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/gu, String.raw`\$&`);
  const expression = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su');
  return (text) => expression.test(text);
}

/**
 * A predicate for ARNs that match a pattern: part by part, so that no `*` reaches over the colon between two of the
 * six parts. `*` alone is every resource.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnMatcher(pattern: string): (arn: string) => boolean {
  if (pattern === '*') return () => true;
  const parts = partsOf(pattern).map(textMatcher);
  return (arn) => {
    const others = partsOf(arn);
    return others.length === parts.length && parts.every((matches, index) => matches(others[index] ?? ''));
  };
}

/** The resource, which is the last part, may have colons of its own. */
function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')];
}
