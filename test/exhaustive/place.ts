import * as z from 'zod/mini';
import type { Orchestration } from '../../lib/settings.ts';
import { read } from '../support/schemas.ts';
import { Shop } from '../support/shop.ts';
import { type WorldName, worlds } from './path.ts';
import { Watch } from './watch.ts';

const workName = {
  at: z.enum(['call', 'delivery', 'invoke', 'transition']),
  service: z.string(),
  operation: z.string(),
  function: z.string(),
};
const recordedWork = z.object({ ...workName, n: z.int(), about: z.array(z.string()) });
const workCount = z.object({ ...workName, count: z.int() });
const record = z.object({ items: z.array(recordedWork), last: z.int(), counts: z.array(workCount) });

const notSettled = z.object({ pending: z.array(z.string()) });

export type RecordedWork = z.infer<typeof recordedWork>;
export type WorkCount = z.infer<typeof workCount>;

/** A shop in which runs take place, with a record of its work and a look at what happens in it. */
export class Place {
  readonly world: WorldName;
  readonly orchestration: Orchestration;
  readonly shop: Shop;
  readonly watch: Watch;

  private constructor(world: WorldName, orchestration: Orchestration, shop: Shop) {
    this.world = world;
    this.orchestration = orchestration;
    this.shop = shop;
    this.watch = new Watch(shop);
  }

  static async open(world: WorldName, orchestration: Orchestration): Promise<Place> {
    const shop = await Shop.open({ ...worlds[world], ORCHESTRATION: orchestration });
    await shop.warmUp();
    return new Place(world, orchestration, shop);
  }

  /**
   * Begins a new record of the work.
   * @param limit how many pieces of work are kept; all are counted
   */
  async record(limit: number): Promise<void> {
    read(await this.shop.client.send({ method: 'PUT', path: '/_local/work', body: { limit } }), 200, record);
  }

  /** The work after the given number, with those of the ids that each piece names. */
  async work(after = 0, ids: readonly string[] = []): Promise<z.infer<typeof record>> {
    const query = new URLSearchParams({ after: String(after) });
    for (const id of ids) query.append('about', id);
    return read(await this.shop.client.send({ path: `/_local/work?${query}` }), 200, record);
  }

  /** Waits until all is quiet, and answers what is still pending at the timeout. */
  async unsettled(timeoutSeconds: number): Promise<readonly string[]> {
    const body = { timeoutSeconds };
    const answer = await this.shop.client.send({ method: 'POST', path: '/_local/settle', body });
    return answer.status === 200 ? [] : read(answer, 504, notSettled).pending;
  }

  async close(): Promise<void> {
    this.watch.stop();
    await this.shop.run.stop();
  }
}
