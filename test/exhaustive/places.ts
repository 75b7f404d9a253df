import type { Orchestration } from '../../lib/settings.ts';
import type { WorldName } from './path.ts';
import { Place, type WorkCount } from './place.ts';

/** The shops that are open, never more than so many at a time; one that is given back is taken again by its world. */
export class Places implements AsyncDisposable {
  readonly most: number;
  readonly #orchestration: Orchestration;
  #idle: Place[] = [];
  #taken = 0;
  #counts: WorkCount[] = [];

  constructor(most: number, orchestration: Orchestration) {
    this.most = most;
    this.#orchestration = orchestration;
  }

  async take(world: WorldName): Promise<Place> {
    this.#taken += 1;
    const found = this.#idle.find((place) => place.world === world);
    this.#idle = this.#idle.filter((place) => place !== found);
    if (found !== undefined) return found;
    while (this.#idle.length > 0 && this.#idle.length + this.#taken > this.most) await this.#close(this.#idle.shift());
    const place = await Place.open(world, this.#orchestration);
    await place.record(0);
    return place;
  }

  giveBack(place: Place): void {
    this.#taken -= 1;
    this.#idle.push(place);
  }

  /** How often each call was made in all shops since they began to count. */
  async counts(): Promise<readonly WorkCount[]> {
    const open = await Promise.all(this.#idle.map((place) => place.work()));
    return [...this.#counts, ...open.flatMap(({ counts }) => counts)];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const place of this.#idle.splice(0)) await place.close();
  }

  async #close(place: Place | undefined): Promise<void> {
    if (place === undefined) return;
    this.#counts.push(...(await place.work()).counts);
    await place.close();
  }
}
