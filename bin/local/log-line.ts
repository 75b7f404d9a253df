import * as z from 'zod';

const embedded = z.object({ Timestamp: z.number() });

/** Fields that stand elsewhere in a line, or say nothing to a reader. */
const shownElsewhere = new Set(['timestamp', 'level', 'message', 'traceId', 'error']);

/**
 * A structured log line of a function, as a person reads it: time, level, function, message, then its facts. What is
 * no structured line is shown as it is.
 * @param functionName as the template has it, such as `Holdfast-FunctionsReserveStock1A2B3C4D`
 */
export function readableLine(functionName: string, line: string): string {
  const fields = parsed(line);
  const name = shortName(functionName).padEnd(22);
  if (fields === undefined) return `${name} ${line}`;
  if ('_aws' in fields) return metricLine(name, fields);
  const { timestamp, level, message } = fields;
  const facts = Object.entries(fields).filter(([field]) => !shownElsewhere.has(field));
  const told = facts.map(([field, value]) => `${field}=${textOf(value)}`).join(' ');
  return [timeOf(String(timestamp)), String(level).padEnd(5), name, String(message), told, stackOf(fields)]
    .filter(Boolean)
    .join(' ');
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A metric is told by its value: the rest is for CloudWatch. */
function metricLine(name: string, { _aws, ...values }: Readonly<Record<string, unknown>>): string {
  const { Timestamp } = embedded.parse(_aws);
  return `${timeOf(new Date(Timestamp).toISOString())} METRIC ${name} ${JSON.stringify(values)}`;
}

function timeOf(timestamp: string): string {
  return timestamp.slice('YYYY-MM-DDT'.length, -1);
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    // A line that is no JSON is somebody's console.log.
    return undefined;
  }
}

function stackOf({ error }: Readonly<Record<string, unknown>>): string {
  return typeof error === 'object' && error !== null && 'stack' in error ? `\n  ${String(error.stack)}` : '';
}

function shortName(functionName: string): string {
  const [, words = functionName] = /Functions([A-Za-z]+?)[0-9A-F]{8}$/.exec(functionName) ?? [];
  return words.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
