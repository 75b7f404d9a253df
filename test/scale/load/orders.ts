import { orderEvent } from '../../../domain/events/event.ts';
import type { Random } from '../../simulation/time/random.ts';
import type { Arrivals, Message } from '../services/queue.ts';
import { type Demand, drawSku } from './skus.ts';

export type LoadOptions = {
  readonly random: Random;
  readonly demand: Demand;
  /** When the first may come, in milliseconds on the virtual clock. */
  readonly startsAt: number;
  /** Orders a second, at random instants; infinite for all at once. */
  readonly perSecond: number;
  readonly orders: number;
  /** Told of every order that somebody receives for the first time, and since when it was visible. */
  readonly onTaken: (orderId: string, visibleAt: number) => void;
};

/** Orders of one unit, as the bus delivers them to the queue of the reserving function. */
export class Orders implements Arrivals {
  readonly #options: LoadOptions;
  readonly #sku: () => string;
  #taken = 0;
  #nextAt: number;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#sku = drawSku(options.demand, options.random.fork('skus'));
    this.#nextAt = options.startsAt + this.#gap();
  }

  get taken(): number {
    return this.#taken;
  }

  readonly nextAt = (): number | undefined => (this.#taken < this.#options.orders ? this.#nextAt : undefined);

  readonly take = (): Message => {
    const orderId = `order-${this.#taken++}`;
    this.#options.onTaken(orderId, this.#nextAt);
    this.#nextAt += this.#gap();
    return { messageId: orderId, body: bodyOf(orderId, this.#sku()), receives: 0 };
  };

  /** Between the arrivals of a Poisson process. */
  #gap(): number {
    const { perSecond, random } = this.#options;
    return Number.isFinite(perSecond) ? (-Math.log(1 - random.next()) * 1_000) / perSecond : 0;
  }
}

const price = { amount: 1_999, currency: 'USD' };
const occurredAt = '2026-01-01T00:00:00.000Z';

function bodyOf(orderId: string, sku: string): string {
  const { detailType, detail } = orderEvent(
    {
      detailType: 'OrderStatusChangedToAwaitingValidation',
      data: {
        orderId,
        buyerId: 'buyer',
        status: 'AwaitingValidation',
        lines: [{ sku, name: 'Rush', quantity: 1, unitPrice: price }],
        total: price,
      },
    },
    { orderId, version: 1, occurredAt, correlationId: orderId },
  );
  return JSON.stringify({ 'detail-type': detailType, detail });
}
