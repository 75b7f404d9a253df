import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Report } from '../ports.ts';
import { readBody } from './body.ts';
import { gatewayMessage, type HttpRequest, type HttpResponse } from './http-message.ts';

/** What API Gateway takes as a request line and headers together. */
const MAXIMUM_HEADER_BYTES = 10_240;
/** Longer than clients keep a connection, so that they never send on one that is just being closed. */
const KEEP_ALIVE_MILLISECONDS = 75_000;

export type RequestHandler = (request: HttpRequest) => Promise<HttpResponse>;

/** Serves HTTP on loopback, with the limits of API Gateway. */
export class GatewayServer {
  readonly #server: Server;
  readonly #handler: RequestHandler;
  readonly #report: Report;

  constructor(handler: RequestHandler, report: Report) {
    this.#handler = handler;
    this.#report = report;
    this.#server = createServer(
      { maxHeaderSize: MAXIMUM_HEADER_BYTES, keepAliveTimeout: KEEP_ALIVE_MILLISECONDS },
      (message, response) => void this.#serve(message, response),
    );
    this.#server.on('clientError', refuseMalformed);
  }

  /** @returns the port; rejects if it is taken. Port 0 takes any free one. */
  listen(port: number): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#server.once('error', reject);
    this.#server.listen(port, '127.0.0.1', () => {
      this.#server.off('error', reject);
      const address = this.#server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
    return promise;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readBody(message);
      if (body === 'too large') return send(response, gatewayMessage(413, 'Request Entity Too Large'));
      send(response, await this.#handler(requestOf(message, body)));
    } catch (error) {
      if (message.destroyed && !message.complete) return;
      this.#report(`${message.method} ${message.url}: ${error instanceof Error ? error.stack : error}`);
      if (!response.headersSent) send(response, gatewayMessage(500, 'Internal Server Error'));
    }
  }
}

function requestOf(message: IncomingMessage, body: Buffer): HttpRequest {
  const [path = '', ...query] = (message.url ?? '').split('?');
  return {
    method: message.method ?? '',
    path,
    query: query.join('?'),
    headers: message.headersDistinct,
    body,
    httpVersion: message.httpVersion,
    sourceIp: message.socket.remoteAddress ?? '',
  };
}

function send(response: ServerResponse, { status, headers, body }: HttpResponse): void {
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  response.statusCode = status;
  response.end(body);
}

function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const status = tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const body = JSON.stringify({ message: status.slice(4) });
  const headers = `content-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close`;
  socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${body}`);
}
