/**
 * Compiles a wildcard pattern: `*` stands for any characters, `\*` for an asterisk and `\\` for a backslash.
 *
 * @throws Error for two wildcards in a row and for any other escape, as EventBridge refuses them
 */
export function compileWildcard(pattern: string): (value: string) => boolean {
  const tokens = pattern.match(/\\?[\s\S]/gu) ?? [];
  if (tokens.some((token, index) => token === '*' && tokens[index + 1] === '*')) {
    throw new Error(`Event pattern: consecutive wildcards in ${pattern}.`);
  }
  const source = tokens.map((token) => tokenSource(token, pattern)).join('');
  const expression = new RegExp(`^${source}$`, 'su');
  return (value) => expression.test(value);
}

function tokenSource(token: string, pattern: string): string {
  if (token === '*') return '.*';
  if (token === '\\*') return '\\*';
  if (token === '\\\\') return '\\\\';
  if (token.startsWith('\\')) throw new Error(`Event pattern: unknown escape ${token} in wildcard ${pattern}.`);
  return token.replaceAll(/[$()*+./?[\\\]^{|}]/gu, '\\$&');
}
