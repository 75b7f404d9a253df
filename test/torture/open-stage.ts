import * as z from 'zod/mini';
import { read } from '../support/schemas.ts';
import { Shop } from '../support/shop.ts';
import { atOnce } from '../support/wait.ts';
import { adjust } from './adjusting.ts';
import { Stage } from './stage.ts';
import type { Tally } from './tally.ts';
import type { Item, World } from './world.ts';

const buyerCount = 20;

/** A shop of its own for a world, with its items and their first units. */
export async function openStage({ settings, items }: World, tally: Tally): Promise<Stage> {
  const shop = await Shop.open(settings);
  try {
    const buyers = await atOnce(buyerCount, async (number) => {
      const sub = `buyer-${number}`;
      return { sub, token: await shop.client.token(sub) };
    });
    const stage = new Stage(
      shop,
      tally,
      buyers,
      items.map((_, number) => `item-${number}`),
    );
    await Promise.all(items.map((item, number) => stockItem(stage, item, number)));
    return stage;
  } catch (error) {
    await shop.run.stop();
    throw error;
  }
}

async function stockItem(stage: Stage, { units, price, restockThreshold, hot }: Item, number: number): Promise<void> {
  const sku = stage.sku(number);
  const details = { name: sku, price: { amount: price, currency: 'USD' }, restockThreshold, hot };
  read(await stage.shop.client.putItem(stage.shop.staff, sku, details), 201, z.object({}));
  if (units > 0) await adjust(stage, { sku, delta: units, key: 'first units' });
}
