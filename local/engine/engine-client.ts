import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { isJsonObject, type JsonObject, parseJson } from '../json.ts';
import { ServiceError } from '../ports.ts';

/** Below the 30 s after which DynamoDB Local closes an idle connection, perhaps just as it is used again. */
const IDLE_SOCKET_MILLISECONDS = 15_000;
const MAXIMUM_SOCKETS = 64;

export type EngineResponse = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** Calls the DynamoDB engine over connections that are kept alive. */
export class EngineClient {
  readonly #agent = new Agent({
    keepAlive: true,
    maxSockets: MAXIMUM_SOCKETS,
    scheduling: 'lifo',
    timeout: IDLE_SOCKET_MILLISECONDS,
  });
  readonly #endpoint: URL;
  readonly #authorization: string;

  /** @param accessKeyId stands for all callers: some engines keep the tables of each access key apart */
  constructor(endpoint: URL, accessKeyId: string) {
    this.#endpoint = endpoint;
    const scope = `${accessKeyId}/20250101/us-east-1/dynamodb/aws4_request`;
    this.#authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=local`;
  }

  /** Sends a body as it is. Rejects only if there is no answer. */
  send(target: string, body: Buffer | string): Promise<EngineResponse> {
    const { promise, resolve, reject } = Promise.withResolvers<EngineResponse>();
    const headers: OutgoingHttpHeaders = {
      authorization: this.#authorization,
      'content-length': Buffer.byteLength(body),
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20250101T000000Z',
      'x-amz-target': target,
    };
    const outgoing = request(this.#endpoint, { agent: this.#agent, method: 'POST', headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
    return promise;
  }

  /**
   * Calls an operation of DynamoDB or, named with its service, of DynamoDB Streams.
   * @throws ServiceError with the code and message of a refusal
   */
  async call(target: string, input: unknown): Promise<JsonObject> {
    const { status, body } = await this.send(target, JSON.stringify(input));
    const output = parseJson(body.toString('utf8'));
    if (!isJsonObject(output)) throw new Error(`${target}: the engine answered ${body}`);
    if (status === 200) return output;
    const code =
      String(output.__type ?? status)
        .split('#')
        .at(-1) ?? '';
    throw new ServiceError(code, `${target}: ${output.message ?? output.Message ?? code}`);
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The target of an operation of DynamoDB. */
export const dynamodb = (operation: string): string => `DynamoDB_20120810.${operation}`;

/** The target of an operation of DynamoDB Streams. */
export const dynamodbStreams = (operation: string): string => `DynamoDBStreams_20120810.${operation}`;
