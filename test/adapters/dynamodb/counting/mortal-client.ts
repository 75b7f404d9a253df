import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What becomes of a worker at one of its requests: it dies before it is sent, before it is answered, or is held up. */
export type Fate = 'dies_before' | 'dies_after' | 'is_held_up';

export class Died extends Error {
  override readonly name = 'Died';
}

/** The client of one worker, to whom something happens at its request number `at`, counted from 0. */
export class MortalClient {
  readonly #client: DynamoDBClient;
  readonly #at: number;
  readonly #fate: Fate;
  readonly #reached = Promise.withResolvers<void>();
  readonly #goOn = Promise.withResolvers<void>();
  #sent = 0;
  #isDead = false;

  constructor(client: DynamoDBClient, at = Number.POSITIVE_INFINITY, fate: Fate = 'dies_before') {
    this.#client = client;
    this.#at = at;
    this.#fate = fate;
  }

  /** Resolves once the worker has come to that request. */
  get reached(): Promise<void> {
    return this.#reached.promise;
  }

  get requests(): number {
    return this.#sent;
  }

  /** Lets a worker go on that was held up. */
  goOn(): void {
    this.#goOn.resolve();
  }

  /** What the code under test takes for a client of the SDK. */
  asClient(): DynamoDBClient {
    const send = (command: Parameters<DynamoDBClient['send']>[0]) => this.#send(command);
    return { send } as unknown as DynamoDBClient;
  }

  async #send(command: Parameters<DynamoDBClient['send']>[0]): Promise<unknown> {
    if (this.#isDead) throw new Died();
    if (this.#sent++ !== this.#at) return this.#client.send(command);
    this.#reached.resolve();
    if (this.#fate === 'is_held_up') {
      await this.#goOn.promise;
      return this.#client.send(command);
    }
    this.#isDead = true;
    if (this.#fate === 'dies_after') await this.#client.send(command);
    throw new Died();
  }
}
