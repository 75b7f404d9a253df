import { TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { cancelled } from '../dynamodb/transactions.ts';
import type { VirtualClock } from '../time/clock.ts';
import type { Random } from '../time/random.ts';
import type { Faults } from './faults.ts';
import { type Invocation, invocations, never } from './invocation.ts';

/** One request of a handler to a service: what it does once it has arrived, and how many items it writes together. */
export type Request = {
  readonly operation: string;
  readonly perform: () => Promise<object>;
  /** The number of actions of a transaction; 1 for the write of a single item, 0 for what cannot conflict. */
  readonly actions: number;
  /** As the client is made with. */
  readonly maximumAttempts: number;
};

const clientTimeoutMilliseconds = 1_000;
/** The SDK sets no limit of its own to either: some outlive their function. */
const latestArrivalMilliseconds = 15_000;
const slowMilliseconds = 20_000;

/** What the SDK sends again, in its standard mode: throttles, timeouts and failures of the server. */
const retryable = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'TransactionInProgressException',
  'TimeoutError',
  'InternalServerError',
]);

/** What becomes of every attempt of a call while its service cannot be reached. */
const outages = ['throttled', 'requests_lost', 'answers_lost'] as const;
type Outage = (typeof outages)[number];

function failure(name: string): Error {
  return Object.assign(new Error(`${name} (injected)`), { name, $metadata: {} });
}

export type CallOptions = { readonly clock: VirtualClock; readonly random: Random; readonly faults: Faults };

/** The way from a handler to the services and back: latency, faults, and the retries of the SDK. */
export class Calls {
  readonly #options: CallOptions;
  count = 0;

  constructor(options: CallOptions) {
    this.#options = options;
  }

  /** Answers as the SDK's `send` does; never, where the worker dies of the call or has died before. */
  async send(request: Request): Promise<object> {
    const invocation = invocations.getStore();
    if (invocation === undefined) throw new Error(`${request.operation} was called by no handler`);
    const { faults, random } = this.#options;
    const outage = faults.strike('unreachable') ? random.pick(outages) : undefined;
    for (let attempt = 1; ; attempt++) {
      if (invocation.isDead) return never();
      try {
        const answer = await (outage === undefined ? this.#attempt(request, invocation) : this.#fail(request, outage));
        return invocation.isDead ? never() : answer;
      } catch (error) {
        if (invocation.isDead) return never();
        if (attempt >= request.maximumAttempts || !(error instanceof Error && retryable.has(error.name))) throw error;
      }
      await this.#options.clock.sleep(random.next() * 100 * 2 ** attempt);
    }
  }

  async #attempt(request: Request, invocation: Invocation): Promise<object> {
    const { clock, random, faults } = this.#options;
    this.count++;
    if (faults.strike('crash_before_call')) return die(invocation);
    await clock.sleep(faults.strike('slow_call') ? slowMilliseconds * random.next() : random.latency(2));
    if (faults.strike('timeout_before')) return this.#lose(request, false);
    if (faults.strike('timeout_after')) return this.#lose(request, true);
    if (faults.strike('late_arrival')) return this.#arriveLate(request);
    const injected = this.#refusal(request);
    const answer = injected ?? (await request.perform());
    if (faults.strike('crash_after_call')) return die(invocation);
    await clock.sleep(random.latency(2));
    if (answer instanceof Error) throw answer;
    return answer;
  }

  #fail(request: Request, outage: Outage): Promise<never> {
    if (outage === 'throttled') return Promise.reject(failure('ProvisionedThroughputExceededException'));
    return this.#lose(request, outage === 'answers_lost');
  }

  /** The answer is lost on its way, or the request is. */
  async #lose(request: Request, hasEffect: boolean): Promise<never> {
    if (hasEffect) await request.perform().catch(() => undefined);
    await this.#options.clock.sleep(clientTimeoutMilliseconds);
    throw failure('TimeoutError');
  }

  /** The request is given up by its sender, and arrives after that. */
  async #arriveLate(request: Request): Promise<never> {
    const { clock, random } = this.#options;
    clock.after(random.next() * latestArrivalMilliseconds, () => void request.perform().catch(() => undefined));
    await clock.sleep(clientTimeoutMilliseconds);
    throw failure('TimeoutError');
  }

  #refusal({ actions }: Request): Error | undefined {
    const { random, faults } = this.#options;
    if (faults.strike('throttle')) return failure('ProvisionedThroughputExceededException');
    if (faults.strike('error')) return failure('InternalServerError');
    if (actions === 0 || !faults.strike('transaction_conflict')) return undefined;
    if (actions === 1) return new TransactionConflictException({ $metadata: {}, message: 'Injected' });
    const position = random.integer(0, actions - 1);
    const codes = Array.from({ length: actions }, (_, index) => (index === position ? 'TransactionConflict' : 'None'));
    return cancelled(codes.map((Code) => ({ Code })));
  }
}

function die(invocation: Invocation): Promise<never> {
  invocation.die('Runtime.ExitError');
  return never();
}
