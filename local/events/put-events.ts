import * as z from 'zod';
import { parseRequest } from '../parse.ts';
import { ServiceError } from '../ports.ts';

/** The API takes at most this many entries, and less than this many bytes of them, in one request. */
const MAXIMUM_ENTRIES = 10;
const MAXIMUM_BYTES = 1024 * 1024;
const TIME_BYTES = 14;

const entrySchema = z.strictObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  /** Seconds since the epoch. */
  Time: z.number().optional(),
  TraceHeader: z.string().optional(),
});

const requestSchema = z.strictObject({ Entries: z.array(entrySchema).min(1) });

export type PutEventsEntry = z.infer<typeof entrySchema>;

/** What an entry of a request came to: an event, or the refusal that AWS reports for this entry alone. */
export type CheckedEntry =
  | { readonly ok: true; readonly busName: string | undefined; readonly event: AcceptedEvent }
  | { readonly ok: false; readonly errorCode: string; readonly errorMessage: string };

export type AcceptedEvent = {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly resources: readonly string[];
  readonly timeMilliseconds: number | undefined;
};

/**
 * Checks a `PutEvents` request as EventBridge does: too many or too large entries refuse the whole request, a bad
 * entry only itself.
 *
 * @throws ServiceError `ValidationException`
 */
export function checkPutEvents(input: unknown): readonly CheckedEntry[] {
  const { Entries: entries } = parseRequest(requestSchema, 'PutEvents', input);
  if (entries.length > MAXIMUM_ENTRIES) {
    throw new ServiceError('ValidationException', `PutEvents takes at most ${MAXIMUM_ENTRIES} entries.`);
  }
  const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  if (bytes >= MAXIMUM_BYTES) {
    throw new ServiceError('ValidationException', `Total size of the entries in the request is over the limit.`);
  }
  return entries.map(checkEntry);
}

/**
 * The size of an entry in bytes.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size
 */
export function entryBytes(entry: PutEventsEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const textBytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  return textBytes + (entry.Time === undefined ? 0 : TIME_BYTES);
}

function checkEntry(entry: PutEventsEntry): CheckedEntry {
  if (!entry.Source) return missing('Source');
  if (!entry.DetailType) return missing('DetailType');
  if (!entry.Detail) return missing('Detail');
  if (entry.Source.startsWith('aws.')) {
    return refused('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  const detail = parseObject(entry.Detail);
  if (!detail) return refused('MalformedDetail', 'Detail is malformed.');
  return {
    ok: true,
    busName: entry.EventBusName,
    event: {
      source: entry.Source,
      detailType: entry.DetailType,
      detail,
      resources: entry.Resources ?? [],
      timeMilliseconds: entry.Time === undefined ? undefined : Math.round(entry.Time * 1000),
    },
  };
}

function missing(field: string): CheckedEntry {
  return refused('InvalidArgument', `Parameter ${field} is not valid. Reason: ${field} is a required argument.`);
}

function refused(errorCode: string, errorMessage: string): CheckedEntry {
  return { ok: false, errorCode, errorMessage };
}

const detailSchema = z.record(z.string(), z.unknown());

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return detailSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
