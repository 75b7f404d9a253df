import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../support/http.ts';
import type { Tally } from './tally.ts';
import { Violation } from './violation.ts';
import type { Moment, Weather } from './weather.ts';

const mostAttempts = 100;
const pauseMilliseconds = 30;

type KnownWeather = Pick<Weather, 'up' | 'now' | 'wasRoughSince'>;

/**
 * Sends what a client must be able to rely on: it repeats a request, unchanged, until it is answered. A 5xx and a
 * connection that breaks are answers for rough weather alone; they say that nothing is known of the request.
 */
export class Requests {
  readonly #problems: () => string;
  readonly #weather: KnownWeather;
  readonly #tally: Tally;

  /** @param problems tells what the local run complained of */
  constructor(problems: () => string, weather: KnownWeather, tally: Tally) {
    this.#problems = problems;
    this.#weather = weather;
    this.#tally = tally;
  }

  /**
   * @param what completes "… was answered 500"
   * @param allowed the statuses that are good answers
   * @throws Violation for any other answer that the weather does not excuse
   */
  async insist(what: string, allowed: readonly number[], send: () => Promise<Answer>): Promise<Answer> {
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      await this.#weather.up();
      const moment = this.#weather.now();
      const answer = await attempted(send);
      if ('status' in answer && allowed.includes(answer.status)) return answer;
      this.#excuse(what, moment, answer);
      this.#tally.repeats += 1;
      await pause(pauseMilliseconds);
    }
    throw new Violation(`${what} was not answered in ${mostAttempts} attempts`);
  }

  /**
   * On a machine that many want, a function may run out of its time by itself, as it may on Lambda: the gateway says
   * 500 then. It is counted, so that nobody takes it for a good answer.
   */
  #isStarved({ status, body }: Answer): boolean {
    return status === 500 && isDeepStrictEqual(body, gatewayError) && timedOut.test(this.#problems());
  }

  #excuse(what: string, moment: Moment, answer: Answer | Broken): void {
    const isRough = this.#weather.wasRoughSince(moment);
    if ('status' in answer && this.#isStarved(answer)) {
      this.#tally.starved += 1;
    } else if ('status' in answer) {
      const told = `${what} was answered ${answer.status} ${answer.text}`;
      if (answer.status < 500 || !isRough) throw new Violation(told);
      if (answer.status === 503 && isProblem(answer) && !answer.headers.has('retry-after')) {
        throw new Violation(`${told}, without Retry-After`);
      }
    } else if (!isRough) {
      throw new Violation(`${what} was not answered: ${answer.broken}`);
    }
  }
}

/** What the local run tells of a function that did not get done in time, where no fault made it so. */
const timedOut = /Sandbox\.Timedout: Task timed out after [\d.]+ seconds$/m;

const gatewayError = { message: 'Internal Server Error' };

type Broken = { readonly broken: string };

async function attempted(send: () => Promise<Answer>): Promise<Answer | Broken> {
  try {
    return await send();
  } catch (error) {
    // What `fetch` throws for a connection that cannot be made, or that ends before the answer does.
    if (error instanceof TypeError) return { broken: `${error.message} (${error.cause ?? 'no cause given'})` };
    throw error;
  }
}

/** The gateway's own 503 knows no `Retry-After`; the handlers' does. */
function isProblem({ headers }: Answer): boolean {
  return headers.get('content-type') === 'application/problem+json';
}
