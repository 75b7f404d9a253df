/** A seeded source of chance (sfc32): the same seed gives the same numbers, on every machine. */
export class Random {
  readonly #seed: string;
  readonly #state: Int32Array;

  constructor(seed: string) {
    this.#seed = seed;
    this.#state = Int32Array.of(hash(seed, 1), hash(seed, 2), hash(seed, 3), 1);
    for (let round = 0; round < 12; round++) this.next();
  }

  /** A source of its own, so that what one part draws does not shift what another one gets. */
  fork(name: string): Random {
    return new Random(`${this.#seed}/${name}`);
  }

  /** From 0 up to 1. */
  next(): number {
    const [a = 0, b = 0, c = 0, counter = 0] = this.#state;
    const sum = (a + b + counter) | 0;
    this.#state[0] = b ^ (b >>> 9);
    this.#state[1] = (c + (c << 3)) | 0;
    this.#state[2] = (((c << 21) | (c >>> 11)) + sum) | 0;
    this.#state[3] = (counter + 1) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** From the minimum to the maximum, both included. */
  integer(minimum: number, maximum: number): number {
    return minimum + Math.floor(this.next() * (maximum - minimum + 1));
  }

  pick<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.next() * list.length)];
    if (found === undefined) throw new Error('There is nothing to pick from');
    return found;
  }

  /** Mostly short, sometimes long: as latencies are. */
  latency(typicalMilliseconds: number): number {
    return typicalMilliseconds * (0.5 + -Math.log(1 - this.next()));
  }
}

/** FNV-1a over the text, begun elsewhere for each number. */
function hash(text: string, number: number): number {
  let sum = 2_166_136_261 ^ (number * 40_503);
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 16_777_619);
  return sum;
}
