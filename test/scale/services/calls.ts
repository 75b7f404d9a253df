import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import type { Faults } from '../../simulation/services/faults.ts';
import { invocations, never } from '../../simulation/services/invocation.ts';
import type { VirtualClock } from '../../simulation/time/clock.ts';
import type { Random } from '../../simulation/time/random.ts';
import { limits } from '../limits.ts';
import type { LimitedDynamoDb } from './dynamodb.ts';
import { PlacedInvocation } from './environment.ts';

export type CallsOptions = {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly faults: Faults;
  readonly dynamodb: LimitedDynamoDb;
};

/** The way from a handler to DynamoDB and back: work, latency, the SDK's repeats, and crashes. */
export class Calls {
  readonly #options: CallsOptions;

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  /** Answers as the SDK's `send` does; never, where the worker dies of the call or has died before. */
  async send(command: object, maximumAttempts: number): Promise<object> {
    const invocation = invocations.getStore();
    if (!(invocation instanceof PlacedInvocation)) throw new Error(`${command.constructor.name} has no environment`);
    for (let attempt = 1; ; attempt++) {
      if (invocation.isDead) return never();
      try {
        const answer = await this.#attempt(command, invocation);
        return invocation.isDead ? never() : answer;
      } catch (error) {
        if (invocation.isDead) return never();
        if (!(error instanceof ProvisionedThroughputExceededException) || attempt >= maximumAttempts) throw error;
      }
      await this.#pause(attempt);
    }
  }

  async #attempt(command: object, invocation: PlacedInvocation): Promise<object> {
    const { clock, random, faults, dynamodb } = this.#options;
    await invocation.environment.work(limits.callWork.value);
    if (faults.strike('crash_before_call')) invocation.die('Runtime.ExitError');
    if (invocation.isDead) return never();
    await clock.sleep(random.latency(limits.requestLatency.value / 2));
    const answer = await dynamodb.execute(command).catch((error: unknown) => ({ error }));
    if (faults.strike('crash_after_call')) invocation.die('Runtime.ExitError');
    await clock.sleep(random.latency(limits.requestLatency.value / 2));
    if ('error' in answer) throw answer.error;
    return answer;
  }

  #pause(attempt: number): Promise<void> {
    const { clock, random } = this.#options;
    const bound = Math.min(20_000, limits.throttledRetryBase.value * 2 ** (attempt - 1));
    return clock.sleep(random.next() * bound);
  }
}
