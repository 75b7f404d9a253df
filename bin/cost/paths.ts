import type { Api } from '../demo/api.ts';

/** What of a shop a path needs: its API, a buyer, the SKU that is ordered, and to know when all has come to rest. */
export type Stage = {
  readonly api: Api;
  readonly buyer: string;
  readonly sku: string;
  readonly settle: () => Promise<void>;
};

/** A way that an order can take, from its POST until nothing more happens to it. */
export type Path = {
  readonly name: string;
  readonly means: string;
  readonly drive: (stage: Stage) => Promise<void>;
};

/** Authorised at once. */
export const approved = 'pm_card_visa';

/** More than any shelf of the measurement holds. */
const tooMany = 10_000;

async function order(stage: Stage, quantity: number, paymentMethod: string): Promise<string> {
  const { orderId } = await stage.api.place(stage.buyer, { sku: stage.sku, quantity, paymentMethod });
  await stage.settle();
  return orderId;
}

export const paths = [
  {
    name: 'paid',
    means: 'the happy path, from POST to captured',
    drive: async (stage) => void (await order(stage, 1, approved)),
  },
  {
    name: 'declined',
    means: 'the payment is declined, and the units go back',
    drive: async (stage) => void (await order(stage, 1, 'pm_card_chargeDeclined')),
  },
  {
    name: 'short',
    means: 'refused, because there is too little',
    drive: async (stage) => void (await order(stage, tooMany, approved)),
  },
  {
    name: 'cancelled',
    means: 'paid, and then cancelled by its buyer: units and money go back',
    drive: async (stage) => {
      const orderId = await order(stage, 1, approved);
      await stage.api.cancel(stage.buyer, orderId);
      await stage.settle();
    },
  },
] as const satisfies readonly Path[];

export type PathName = (typeof paths)[number]['name'];
