import * as z from 'zod/mini';
import type { Violation } from '../laws/violation.ts';
import type { Simulation } from '../simulation.ts';
import type { Random } from '../time/random.ts';

/** A request of a person, as the gateway hands it to a function. */
export type Request = {
  readonly function: string;
  readonly method: string;
  readonly path: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly sub: string;
  readonly isStaff?: boolean;
  readonly key?: string;
  readonly body?: object;
};

export type Answer = { readonly status: number; readonly text: string };

const answerSchema = z.object({ statusCode: z.int(), body: z.string() });
/** A buyer with too many orders in flight waits until some have ended. */
const tooManyRequests = 429;
const lost: Answer = { status: 504, text: '' };

/** Sends requests as clients do: again, with the same key, until they are answered. */
export class Requests {
  readonly #simulation: Simulation;
  readonly #random: Random;
  readonly #answers = new Map<string, Answer>();
  #sent = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#random = simulation.random.fork('requests');
  }

  /** Sends until an answer comes that is no failure of the server. */
  async persist(request: Request): Promise<Answer> {
    const { clock, faults } = this.#simulation;
    for (;;) {
      const calm = !faults.active;
      if (faults.strike('request_twice')) void this.send(request);
      const answer = await this.send(request);
      if (answer.status < 500 && answer.status !== tooManyRequests) return answer;
      // 503 tells that others kept writing the same items: a rush needs no fault for that.
      if (calm && answer.status !== 503 && answer.status !== tooManyRequests) {
        this.#violate({ law: 'answers', what: `${request.path} was answered ${answer.status} without a fault` });
      }
      await clock.sleep(500 + 2_500 * this.#random.next());
    }
  }

  /** Sends once. What was answered to a key is compared with what is answered to it ever after. */
  async send(request: Request): Promise<Answer> {
    const { functions, faults } = this.#simulation;
    const result = await functions.invoke(request.function, eventOf(request, `request-${this.#sent++}`));
    if (!result.ok || faults.strike('response_lost')) return lost;
    const { statusCode: status, body: text } = answerSchema.parse(result.payload);
    const answer = { status, text };
    if (request.key !== undefined && status < 300) this.#compare(request, answer);
    return answer;
  }

  #compare({ sub, path, key = '' }: Request, answer: Answer): void {
    const name = `${sub} ${path} ${key}`;
    const first = this.#answers.get(name);
    if (first === undefined) this.#answers.set(name, answer);
    else if (first.status !== answer.status || first.text !== answer.text) {
      this.#violate({ law: 'idempotency', what: `${name} was answered ${first.text}, and then ${answer.text}` });
    }
  }

  #violate(violation: Violation): void {
    this.#simulation.watch.violations.push(violation);
  }
}

function eventOf(request: Request, requestId: string): object {
  const { method, path, parameters = {}, sub, isStaff = false, key, body } = request;
  const claims = {
    sub,
    iss: 'https://issuer',
    token_use: 'access',
    ...(isStaff ? { 'cognito:groups': '[staff]' } : {}),
  };
  return {
    routeKey: `${method} ${path}`,
    headers: key === undefined ? {} : { 'idempotency-key': key },
    pathParameters: parameters,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: { http: { method, path }, requestId, authorizer: { jwt: { claims } } },
  };
}
