/** What a line tells besides its message: ids and numbers, never bodies, tokens or payment methods. */
export type Facts = Readonly<Record<string, string | number | undefined>>;

/** One structured line of what was done. */
export function logDone(message: string, facts: Facts): void {
  write('INFO', message, facts);
}

/** One structured line for each discrepancy that was found: a person has to look at it. */
export function logDiscrepancy(discrepancyId: string, finding: object): void {
  write('WARN', 'discrepancy found', { discrepancyId, ...finding });
}

/** One structured line per failure, for a person on call. */
export function logFailure(message: string, error: unknown, facts: Facts = {}): void {
  const { name, message: detail, stack } = error instanceof Error ? error : new Error(String(error));
  write('ERROR', message, { ...facts, error: { name, message: detail, stack } });
}

/**
 * Past the console, which Lambda's JSON log format would wrap into a message of text: so each fact is a field of its own,
 * by which CloudWatch Logs can search.
 */
function write(level: 'INFO' | 'WARN' | 'ERROR', message: string, facts: Readonly<Record<string, unknown>>): void {
  const trace = process.env._X_AMZN_TRACE_ID?.split(';')[0]?.replace('Root=', '');
  const line = { timestamp: new Date().toISOString(), level, message, ...facts, traceId: trace };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
