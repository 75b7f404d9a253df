import { Shop } from '../../test/support/shop.ts';
import { OrderWatch } from './order-watch.ts';
import { Requests } from './requests.ts';

/** A local run of its own, in a process of its own, with what the bench needs of it. */
export type BenchShop = AsyncDisposable & {
  readonly shop: Shop;
  readonly requests: Requests;
  readonly watch: OrderWatch;
  readonly processId: number;
};

/** @param preload a module that the local run loads first, by its path within the project */
export async function openBenchShop(preload?: string): Promise<BenchShop> {
  const shop = await Shop.open({}, preload);
  await shop.warmUp();
  return benchShopOf(shop);
}

/** Of a local run that is there already. */
export function benchShopOf(shop: Shop): BenchShop {
  const { processId } = shop.run;
  if (processId === undefined) throw new Error('The local run is not running');
  const requests = new Requests(shop.run.url);
  const watch = new OrderWatch(requests);
  return {
    shop,
    requests,
    watch,
    processId,
    [Symbol.asyncDispose]: async () => {
      await watch.stop();
      requests.close();
      await shop.run.stop();
    },
  };
}
