/** One word of an expression: a name, a `#name`, a path of them (`leases.#batch`), a `:value`, a comparator, a bracket or a comma. */
export type Token = string;

const word = /\s*(?:([#:]?[A-Za-z_][A-Za-z0-9_]*(?:\.#?[A-Za-z_][A-Za-z0-9_]*)*)|(<=|>=|<>|[=<>(),]))/y;

/** @throws for a character that no expression of this system has: lists and arithmetic among them */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  const text = expression.trimEnd();
  word.lastIndex = 0;
  while (word.lastIndex < text.length) {
    const from = word.lastIndex;
    const token = word.exec(text);
    if (token === null) throw new Error(`Unknown in an expression: ${text.slice(from)}`);
    tokens.push(token[1] ?? token[2] ?? '');
  }
  return tokens;
}

/** Reads tokens one by one. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(expression: string) {
    this.#tokens = tokensOf(expression);
  }

  get next(): Token | undefined {
    return this.#tokens[this.#position];
  }

  take(): Token {
    const token = this.#tokens[this.#position++];
    if (token === undefined) throw new Error(`The expression ends too early: ${this.#tokens.join(' ')}`);
    return token;
  }

  /** Takes the token if it is the next one. */
  takes(token: Token): boolean {
    if (this.next?.toUpperCase() !== token) return false;
    this.#position++;
    return true;
  }

  expect(token: Token): void {
    if (!this.takes(token)) throw new Error(`Expected ${token}, found ${this.next} in ${this.#tokens.join(' ')}`);
  }
}
