/** Words of expressions that look like attribute names; DynamoDB reserves all of them. */
const KEYWORDS = new Set(['ADD', 'AND', 'BETWEEN', 'DELETE', 'IN', 'NOT', 'OR', 'REMOVE', 'SET']);

/** A name, unless it continues a path (`address.street`), is the placeholder of a value, or calls a function. */
const NAMES = /(?<![\w.:#])(?<name>#?[A-Za-z_]\w*)(?!\w)(?!\s*\()/gu;

const KNOWN_TEXTS = 1_000;
/** The same few expressions come again and again. */
const known = new Map<string, readonly string[]>();

/**
 * The top-level attributes that an expression names, of whatever kind: key condition, condition, filter, projection or
 * update.
 * @param names `ExpressionAttributeNames`
 */
export function attributesIn(expression: string, names: Readonly<Record<string, string>>): readonly string[] {
  return wordsOf(expression).map((word) => (word.startsWith('#') ? (names[word] ?? word) : word));
}

function wordsOf(expression: string): readonly string[] {
  const before = known.get(expression);
  if (before !== undefined) return before;
  const words = [...expression.matchAll(NAMES)].map(({ groups }) => groups?.name ?? '');
  const found = [...new Set(words.filter((word) => !KEYWORDS.has(word.toUpperCase())))];
  if (known.size >= KNOWN_TEXTS) known.clear();
  known.set(expression, found);
  return found;
}

/** The placeholder that a key condition compares an attribute with, such as `:pk` in `pk = :pk AND sk > :sk`. */
export function placeholderFor(
  attribute: string,
  keyCondition: string,
  names: Readonly<Record<string, string>>,
): string | undefined {
  for (const [, word = '', placeholder] of keyCondition.matchAll(/(#?\w+)\s*=\s*(:\w+)/gu)) {
    if ((word.startsWith('#') ? names[word] : word) === attribute) return placeholder;
  }
  return undefined;
}
