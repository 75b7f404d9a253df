import { connect } from 'node:net';

/** A request, byte for byte, since what is hostile is often what a client would never send. */
export type RawRequest = {
  readonly method: string;
  /** As it stands in the request line. */
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** What the request tries, for the report. */
  readonly attempt: string;
};

export type RawAnswer = { readonly status: number; readonly contentType: string; readonly body: string };

const patienceMilliseconds = 40_000;

export function bytesOf({ method, target, headers, body }: RawRequest, host: string): Buffer {
  const lines = [`${method} ${target} HTTP/1.1`, `host: ${host}`, 'connection: close'];
  const counted = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  if (!counted && body.length > 0) lines.push(`content-length: ${body.length}`);
  const head = [...lines, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

/**
 * Sends a request on a connection of its own, and reads what comes until the other side closes it.
 * @returns `hang` when nothing more came in time; `closed` when the connection ended without an answer
 */
export function sendRaw(request: RawRequest, url: URL): Promise<RawAnswer | 'hang' | 'closed'> {
  const { promise, resolve } = Promise.withResolvers<RawAnswer | 'hang' | 'closed'>();
  const chunks: Buffer[] = [];
  const socket = connect(Number(url.port), url.hostname);
  socket.setTimeout(patienceMilliseconds, () => {
    resolve('hang');
    socket.destroy();
  });
  socket.on('data', (chunk) => chunks.push(chunk));
  // The other side may close before it has read all that it refuses to read.
  socket.on('error', () => resolve(parseAnswer(Buffer.concat(chunks))));
  socket.on('close', () => resolve(parseAnswer(Buffer.concat(chunks))));
  const bytes = bytesOf(request, url.host);
  // Who has promised more than he sends hangs up, or the other side would rightly wait for the rest.
  if (promisesMore(request)) socket.end(bytes);
  else socket.write(bytes);
  return promise;
}

function promisesMore({ headers, body }: RawRequest): boolean {
  return headers.some(([name, value]) => /^content-length$/i.test(name) && Number(value) > body.length);
}

function parseAnswer(bytes: Buffer): RawAnswer | 'closed' {
  const text = bytes.toString('utf8');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
  const end = text.indexOf('\r\n\r\n');
  if (status === undefined || end < 0) return 'closed';
  const contentType = /^content-type: *(.*)$/im.exec(text.slice(0, end))?.[1] ?? '';
  return {
    status: Number(status),
    contentType: contentType.trim(),
    body: unchunked(text.slice(0, end), text.slice(end + 4)),
  };
}

function unchunked(head: string, body: string): string {
  if (!/^transfer-encoding: *chunked/im.test(head)) return body;
  return body.replaceAll(/(?:^|\r\n)[0-9a-f]+\r\n/gi, '').replace(/\r\n$/, '');
}
