import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { EngineClient } from '../engine/engine-client.ts';
import { ConnectionLost, type Interceptor, type Part, type Pending, type Report, ServiceError } from '../ports.ts';
import { callerOf } from './caller.ts';
import { tablesWritten } from './dynamodb-writes.ts';
import { type InvokeRequest, invokeAnswer, readInvoke } from './lambda-protocol.ts';

/** An API of AWS that is served within this process: takes the operation's name and its input. */
export type ServiceApi = (operation: string, input: unknown) => unknown;

export type AwsEndpointOptions = {
  readonly engine: Pick<EngineClient, 'send'>;
  /** By the first part of the target, such as `AWSEvents`. */
  readonly services: Readonly<Record<string, ServiceApi>>;
  readonly interceptor: Interceptor;
  /** Throws what the service answers to a caller that lacks a permission. */
  readonly authorize: AuthorizeCall;
  /** The tables whose streams are read. */
  readonly streamedTables: ReadonlySet<string>;
  /** Called when a table may have been written to, after the write and before its answer is sent. */
  readonly onWritten: (tableName: string) => void;
  readonly report: Report;
};

/** Looks up, in policies, whether a caller may make a call; `input` is the parsed body of the request. */
export type AuthorizeCall = (call: {
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
}) => void;

type Call = {
  readonly service: string;
  readonly operation: string;
  readonly caller: string;
  readonly body: Buffer;
  /** What Lambda is asked, which does not say it in the body alone. */
  readonly invoke?: InvokeRequest;
};
type Answer = {
  readonly status: number;
  readonly body: Buffer | string;
  readonly extraHeaders?: Readonly<Record<string, string>>;
};

const DYNAMODB = 'DynamoDB_20120810';
/** What the engine answers for itself. */
const ENGINE_SERVICES = new Set([DYNAMODB, 'DynamoDBStreams_20120810']);
/** The codes of failures on AWS's side; all others are the caller's. */
const SERVER_ERRORS: Readonly<Record<string, number>> = {
  InternalFailure: 500,
  InternalServerError: 500,
  ServiceUnavailable: 503,
};

/**
 * The one endpoint of AWS that the functions call, for every service, in the JSON protocols of AWS: `X-Amz-Target`
 * names service and operation; Lambda alone has a path. What DynamoDB and its streams are asked goes on to the engine
 * as it is.
 */
export class AwsEndpoint implements Part {
  readonly #options: AwsEndpointOptions;
  readonly #server: Server;
  #unanswered = 0;

  constructor(options: AwsEndpointOptions) {
    this.#options = options;
    // A client keeps its connections for longer than any default: they end with the process.
    this.#server = createServer({ keepAliveTimeout: 0 }, (request, response) => void this.#serve(request, response));
  }

  /** @returns the URL that the SDK is to call */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('The local AWS endpoint has no port');
    return `http://127.0.0.1:${address.port}`;
  }

  pending(): Pending[] {
    return this.#unanswered > 0 ? [`AWS endpoint: ${this.#unanswered} calls`] : [];
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#unanswered += 1;
    try {
      const answer = await this.#answer(await readCall(request));
      for (const [name, value] of Object.entries(answer.extraHeaders ?? {})) response.setHeader(name, value);
      response.setHeader('content-type', request.headers['content-type'] ?? 'application/x-amz-json-1.0');
      response.setHeader('content-length', Buffer.byteLength(answer.body));
      response.writeHead(answer.status).end(answer.body);
    } catch (error) {
      // Without a whole request the caller is gone, as a function is that was ended by its timeout.
      if (request.complete && !(error instanceof ConnectionLost))
        this.#options.report(`AWS endpoint: ${error instanceof Error ? error.stack : error}`);
      response.destroy();
    } finally {
      this.#unanswered -= 1;
    }
  }

  async #answer(call: Call): Promise<Answer> {
    const { service, operation, caller, body } = call;
    const point = { at: 'call', caller, service, operation, body } as const;
    try {
      return await this.#options.interceptor.intercept(point, () => this.#act(call));
    } catch (error) {
      if (error instanceof ConnectionLost) throw error;
      return this.#refuse(call, error);
    }
  }

  #refuse(call: Call, error: unknown): Answer {
    if (!(error instanceof ServiceError)) this.#reportFailure(call, error);
    const unknown = { code: 'InternalFailure', message: '', members: {} };
    const { code, message, members } = error instanceof ServiceError ? error : unknown;
    return { status: SERVER_ERRORS[code] ?? 400, body: JSON.stringify({ __type: code, message, ...members }) };
  }

  async #act(call: Call): Promise<Answer> {
    const { service, operation, caller, body, invoke } = call;
    const api = this.#options.services[service];
    if (api === undefined && !ENGINE_SERVICES.has(service)) return this.#refuseUnknown(call);
    const input: unknown = invoke ?? JSON.parse(body.toString('utf8'));
    this.#options.authorize({ caller, service, operation, input });
    if (api === undefined) return this.#forward(call);
    const output = await api(operation, input);
    return invoke === undefined ? { status: 200, body: JSON.stringify(output ?? {}) } : invokeAnswer(output);
  }

  async #forward({ service, operation, body }: Call): Promise<Answer> {
    const { engine, streamedTables, onWritten } = this.#options;
    try {
      const { status, headers, body: answered } = await engine.send(`${service}.${operation}`, body);
      const checksum = headers['x-amz-crc32'];
      return {
        status,
        body: answered,
        ...(typeof checksum === 'string' && { extraHeaders: { 'x-amz-crc32': checksum } }),
      };
    } finally {
      // Also without an answer: the write may have been made.
      for (const tableName of tablesWritten(operation, body, streamedTables)) onWritten(tableName);
    }
  }

  #refuseUnknown({ service, operation, caller }: Call): never {
    const message = `${caller} called ${service}.${operation}, which is not supported by the local run`;
    this.#options.report(message);
    throw new ServiceError('UnknownOperationException', message);
  }

  #reportFailure({ service, operation, caller }: Call, error: unknown): void {
    const reason = error instanceof Error ? error.stack : String(error);
    this.#options.report(`${caller} called ${service}.${operation}, which failed: ${reason}`);
  }
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const caller = callerOf(request.headers.authorization);
  const body = Buffer.concat(chunks);
  const invoke = readInvoke(request, body);
  if (invoke !== undefined) return { service: 'Lambda', operation: 'Invoke', caller, body, invoke };
  const target = String(request.headers['x-amz-target'] ?? '');
  const [service = '', operation = ''] = target.split('.');
  return { service, operation, caller, body };
}
