import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { invocations, never } from '../simulation/services/invocation.ts';
import type { VirtualClock } from '../simulation/time/clock.ts';
import type { Random } from '../simulation/time/random.ts';
import { enter } from '../simulation/time/virtual-process.ts';
import type { Calls } from './services/calls.ts';

let current: Calls | undefined;

/** From now on handlers of this process live by this clock and reach these services. */
export function live(clock: VirtualClock, random: Random, calls: Calls): void {
  current = calls;
  enter({
    clock,
    random,
    sleep: async (delayMilliseconds) => {
      const invocation = invocations.getStore();
      await clock.sleep(delayMilliseconds);
      if (invocation?.isDead === true) await never();
    },
  });
}

/** Lets every client of DynamoDB in this process reach the model, and no network. It cannot be undone. */
export function replaceClient(): void {
  async function send(this: DynamoDBClient, command: object): Promise<object> {
    if (current === undefined) throw new Error('There is no service to reach');
    return current.send(command, await this.config.maxAttempts());
  }
  Object.defineProperty(DynamoDBClient.prototype, 'send', { value: send });
}
