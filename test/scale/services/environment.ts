import { Invocation } from '../../simulation/services/invocation.ts';
import type { VirtualClock } from '../../simulation/time/clock.ts';
import { limits } from '../limits.ts';

/** One environment of a function: a share of a CPU, on which its work is done one piece after another. */
export class Environment {
  readonly #clock: VirtualClock;
  readonly #share: number;
  #freeAt = 0;

  constructor(clock: VirtualClock, memoryMegabytes: number) {
    this.#clock = clock;
    this.#share = Math.min(1, memoryMegabytes / limits.memoryOfOneCpu.value);
  }

  /** @param milliseconds of a full CPU */
  async work(milliseconds: number): Promise<void> {
    const now = this.#clock.exactly();
    this.#freeAt = Math.max(now, this.#freeAt) + milliseconds / this.#share;
    await this.#clock.sleep(this.#freeAt - now);
  }
}

/** An invocation with the environment that it runs in. */
export class PlacedInvocation extends Invocation {
  readonly environment: Environment;

  constructor(name: string, environment: Environment, onDeath: (reason: string) => void) {
    super(name, onDeath);
    this.environment = environment;
  }
}
