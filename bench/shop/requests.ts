import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** How many requests may be under way at once: more than the most buyers of any part. */
const MAXIMUM_SOCKETS = 1024;
const PAUSE_MILLISECONDS = 500;

export type Answer = { readonly status: number; readonly text: string };

/** Sends requests with as little work of its own as can be, since it shares the processors with what it measures. */
export class Requests {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MAXIMUM_SOCKETS });
  readonly #baseUrl: string;
  #repeats = 0;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** @throws when it is answered with anything but a 2xx */
  async get(path: string, token?: string): Promise<string> {
    return succeeded(
      path,
      await this.#send('GET', path, token === undefined ? {} : { authorization: `Bearer ${token}` }),
    );
  }

  /** How often the shop was too busy to take an order, which was then sent again. */
  get repeats(): number {
    return this.#repeats;
  }

  /**
   * Places an order as a client does that is told 503: the same request again, a little later.
   * @returns the id of the order
   */
  async placeOrder(token: string, sku: string, quantity = 1): Promise<string> {
    const body = JSON.stringify({ lines: [{ sku, quantity }], paymentMethod: 'pm_card_visa' });
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'idempotency-key': randomUUID(),
    };
    let answer = await this.#send('POST', '/orders', headers, body);
    while (answer.status === 503) {
      this.#repeats += 1;
      await pause(Math.random() * PAUSE_MILLISECONDS);
      answer = await this.#send('POST', '/orders', headers, body);
    }
    const text = succeeded('/orders', answer);
    const orderId = /"orderId":"([^"]+)"/.exec(text)?.[1];
    if (orderId === undefined) throw new Error(`POST /orders was answered ${text}`);
    return orderId;
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(method: string, path: string, headers: Record<string, string | number>, body?: string): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const outgoing = request(new URL(path, this.#baseUrl), { agent: this.#agent, method, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
    return promise;
  }
}

function succeeded(path: string, { status, text }: Answer): string {
  if (status >= 200 && status < 300) return text;
  throw new Error(`${path} was answered ${status}: ${text.slice(0, 500)}`);
}
