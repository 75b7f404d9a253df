/**
 * One structured line per failure, for a person on call: ids, never bodies, tokens or payment methods.
 */
export function logFailure(message: string, error: unknown, ids: Readonly<Record<string, string>> = {}): void {
  const { name, message: detail, stack } = error instanceof Error ? error : new Error(String(error));
  console.error(JSON.stringify({ level: 'ERROR', message, ...ids, error: { name, message: detail, stack } }));
}

/** One structured line of what was done. */
export function logDone(message: string, facts: Readonly<Record<string, string | number>>): void {
  console.log(JSON.stringify({ level: 'INFO', message, ...facts }));
}
