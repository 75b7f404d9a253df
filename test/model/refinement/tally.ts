import { isDeepStrictEqual } from 'node:util';

/** Compares answers, and remembers how many there were and which outcomes were seen. */
export class Tally {
  readonly differences: string[] = [];
  readonly #outcomes = new Map<string, Set<string>>();
  #calls = 0;

  get calls(): number {
    return this.#calls;
  }

  outcomesOf(name: string): string[] {
    return [...(this.#outcomes.get(name) ?? [])].sort();
  }

  compare(name: string, given: object, domain: unknown, model: unknown, outcome: string): void {
    this.#calls++;
    const outcomes = this.#outcomes.get(name) ?? new Set();
    this.#outcomes.set(name, outcomes.add(outcome));
    if (isDeepStrictEqual(domain, model)) return;
    const [asked, answered, expected] = [given, domain, model].map((value) => JSON.stringify(value));
    this.differences.push(`${name} of ${asked}: the domain has ${answered}, the model ${expected}`);
  }
}
