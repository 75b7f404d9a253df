import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';

/** By what traces are found: the order, and the id that goes from the request to its last event. */
export type Annotations = Readonly<Partial<Record<'orderId' | 'correlationId', string>>>;

/** What is told of a piece of work besides its time. */
export type Telling<T> = {
  /** Told the result, or `undefined` when the work threw. Work that is for several is a subsegment for each. */
  readonly annotate: (result: T | undefined) => Annotations | readonly Annotations[];
  /** Whether a result is a failure, although nothing was thrown. */
  readonly isFault?: (result: T) => boolean;
};

/** The trace of this invocation, as Lambda tells it; `undefined` when it is not sampled, or there is no daemon. */
function currentTrace() {
  const { _X_AMZN_TRACE_ID: header = '', AWS_XRAY_DAEMON_ADDRESS: address = '' } = process.env;
  const parts = new Map(header.split(';').map((part) => [part.split('=')[0], part.split('=')[1]] as const));
  const [host, port] = address.split(':');
  const [traceId, parentId] = [parts.get('Root'), parts.get('Parent')];
  if (parts.get('Sampled') !== '1' || traceId === undefined || parentId === undefined) return undefined;
  return host === undefined || port === undefined ? undefined : { traceId, parentId, host, port: Number(port) };
}

/**
 * Does a piece of work, and tells X-Ray of it as a subsegment of the function's own segment. Table streams do not pass
 * traces on: the correlation id, by which traces can be searched, is what links those before and behind.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 */
export async function traced<T>(
  name: string,
  work: () => Promise<T>,
  { annotate, isFault = () => false }: Telling<T>,
): Promise<T> {
  const trace = currentTrace();
  if (trace === undefined) return work();
  const startedAt = Date.now();
  let result: T | undefined;
  let failed = true;
  try {
    result = await work();
    failed = isFault(result);
    return result;
  } finally {
    const { traceId, parentId, host, port } = trace;
    const common = {
      type: 'subsegment',
      name,
      trace_id: traceId,
      parent_id: parentId,
      start_time: startedAt / 1_000,
      end_time: Date.now() / 1_000,
      ...(failed ? { fault: true } : {}),
    };
    const documents = [annotate(result)].flat().map((annotations) => ({ ...common, id: newId(), annotations }));
    await Promise.all(
      documents.map((document) => send(`{"format":"json","version":1}\n${JSON.stringify(document)}`, host, port)),
    );
  }
}

function newId(): string {
  return randomBytes(8).toString('hex');
}

/** A datagram to the daemon beside the function; no work fails because its trace could not be sent. */
async function send(text: string, host: string, port: number): Promise<void> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => {
    socket.once('error', () => resolve());
    socket.send(text, port, host, () => resolve());
  });
  socket.close();
}
