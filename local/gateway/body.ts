import type { IncomingMessage } from 'node:http';

/** What API Gateway takes as a body. */
const MAXIMUM_BODY_BYTES = 10 * 1024 * 1024;
/** A client that is cut off cannot read why: a body that is too large is read to its end, but not for ever. */
const MAXIMUM_DISCARDED_BYTES = 128 * 1024 * 1024;

/** The body; `too large` above what the gateway takes. Rejects if the client goes away, or never ends. */
export async function readBody(message: IncomingMessage): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    length += chunk.length;
    if (length <= MAXIMUM_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
    if (length > MAXIMUM_DISCARDED_BYTES) throw new Error(`A request body of over ${MAXIMUM_DISCARDED_BYTES} bytes`);
  }
  return length > MAXIMUM_BODY_BYTES ? 'too large' : Buffer.concat(chunks);
}
