import type { EngineClient } from '../engine/engine-client.ts';
import type { Journal } from '../journal/journal.ts';
import type { Authorizer, Clock, FunctionInvoker, Interceptor, Part, Pending, QueueSender, Report } from '../ports.ts';
import { readFailureMessage } from './failure-record.ts';
import { PositionStore } from './position-store.ts';
import { StreamApi } from './stream-api.ts';
import { StreamSource } from './stream-source.ts';
import type { StreamSourceDefinition } from './stream-source-definition.ts';

export type StreamsOptions = {
  readonly engine: EngineClient;
  readonly journal: Journal;
  readonly queues: QueueSender;
  readonly invoker: FunctionInvoker;
  readonly interceptor: Interceptor;
  readonly access: Authorizer;
  readonly clock: Clock;
  readonly report: Report;
};

/** The event source mappings that read the streams of tables. */
export class Streams implements Part {
  readonly #options: StreamsOptions;
  readonly #sources: StreamSource[] = [];

  constructor(options: StreamsOptions) {
    this.#options = options;
  }

  /** @param engineStreamArn the ARN that the engine gave to the stream */
  add(definition: StreamSourceDefinition, engineStreamArn: string): void {
    const api = new StreamApi(this.#options.engine, engineStreamArn);
    const positions = new PositionStore(this.#options.journal, `${definition.id} ${engineStreamArn}`);
    this.#sources.push(new StreamSource({ ...this.#options, definition, api, positions }));
  }

  /** Begins to read, where the last run stopped. */
  start(): void {
    for (const source of this.#sources) source.wake();
  }

  /** Says that a table may have been written to. */
  wake(tableName: string): void {
    for (const source of this.#sources) if (source.definition.tableName === tableName) source.wake();
  }

  /**
   * Hands over the records that a message of an on-failure queue tells of.
   * @returns whether it tells of any, and all were handled
   */
  async redrive(messageBody: string): Promise<boolean> {
    const batch = readFailureMessage(messageBody);
    if (batch === undefined) return false;
    const source = this.#sources.find(
      ({ definition }) => definition.streamArn === batch.streamArn && definition.functionArn === batch.functionArn,
    );
    return source === undefined ? false : source.redrive(batch);
  }

  pending(): Pending[] {
    return this.#sources.flatMap((source) => source.pending());
  }

  async stop(): Promise<void> {
    for (const source of this.#sources) source.stop();
  }
}
