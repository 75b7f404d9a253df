import { type Law, laws } from '../laws.ts';
import { placed, type World } from '../protocol/records.ts';
import type { Without } from '../protocol/safeguards.ts';
import type { Step } from '../protocol/step.ts';
import { type Scope, stepsOf } from '../protocol/steps.ts';
import { stepLaws } from '../step-laws.ts';
import { changesIn } from './changes.ts';
import { keyOf } from './key.ts';

/** A step that changes something, from one world to another, by their numbers. */
export type Edge = { readonly label: string; readonly to: number; readonly needs?: Step['needs'] };

export type Violation = { readonly law: string; readonly trace: readonly string[] };

/** Every world that one order can come to, among others that may do anything to the stock. */
export type OrderGraph = {
  readonly worlds: readonly World[];
  readonly edges: readonly (readonly Edge[])[];
  /** All steps that were tried, those that change nothing included. */
  readonly steps: number;
  /** How many steps the farthest world is away. */
  readonly depth: number;
  /** The law that is broken first, with a shortest way there. */
  readonly violation?: Violation;
};

type Found = { readonly world: World; readonly from: number; readonly label: string; readonly depth: number };

/** Far more than there are; a protocol that loses its bounds must end the search all the same. */
const mostWorlds = 200_000;

/** Breadth first, so that the way to a violation is a shortest one; the search ends with it. */
export function exploreOrder(scope: Scope, without?: Without, checked: readonly Law[] = laws): OrderGraph {
  return new Exploration(scope, without, checked).run();
}

class Exploration {
  readonly #scope: Scope;
  readonly #without: Without;
  readonly #laws: readonly Law[];
  readonly #numbers = new Map<string, number>();
  readonly #found: Found[] = [];
  readonly #edges: Edge[][] = [];
  #steps = 0;

  constructor(scope: Scope, without: Without, checked: readonly Law[]) {
    this.#scope = scope;
    this.#without = without;
    this.#laws = checked;
  }

  run(): OrderGraph {
    this.#visit(placed('AwaitingValidation', this.#scope.lines), -1, 'the order is placed');
    if (this.#scope.grace) this.#visit(placed('Submitted', this.#scope.lines), -1, 'the order is placed, with grace');
    for (let number = 0; number < this.#found.length; number++) {
      const violation = this.#expand(number);
      if (violation !== undefined) return this.#graph(violation);
    }
    return this.#graph();
  }

  /** Numbers a world that was not found before. */
  #visit(world: World, from: number, label: string): number {
    const key = keyOf(world);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#found.length === mostWorlds) throw new Error(`The search has found ${mostWorlds} worlds, and no end`);
    this.#numbers.set(key, this.#found.length);
    return this.#found.push({ world, from, label, depth: (this.#found[from]?.depth ?? -1) + 1 }) - 1;
  }

  #expand(number: number): Violation | undefined {
    const { world } = this.#at(number);
    const broken = this.#laws.find(({ holds }) => !holds(world, this.#without));
    if (broken !== undefined) return { law: broken.name, trace: this.#traceTo(number) };
    const ways = new Map<number, Edge>();
    for (const { label, world: next, needs } of stepsOf(world, this.#scope, this.#without)) {
      this.#steps++;
      const to = next === world ? number : this.#visit(next, number, label);
      if (to === number || ways.has(to)) continue;
      const law = stepLaws.find(({ holds }) => !holds(world, next, this.#without));
      if (law !== undefined) return { law: law.name, trace: [...this.#traceTo(number), told(world, label, next)] };
      ways.set(to, { label, to, ...(needs === undefined ? {} : { needs }) });
    }
    this.#edges.push([...ways.values()]);
    return undefined;
  }

  #at(number: number): Found {
    const found = this.#found[number];
    if (found === undefined) throw new Error(`There is no world ${number}`);
    return found;
  }

  #traceTo(number: number): string[] {
    const { from, label, world } = this.#at(number);
    return from === -1 ? [label] : [...this.#traceTo(from), told(this.#at(from).world, label, world)];
  }

  #graph(violation?: Violation): OrderGraph {
    return {
      worlds: this.#found.map(({ world }) => world),
      edges: this.#edges,
      steps: this.#steps,
      depth: this.#found.at(-1)?.depth ?? 0,
      ...(violation === undefined ? {} : { violation }),
    };
  }
}

function told(before: World, label: string, after: World): string {
  return `${label}: ${changesIn(before, after)}`;
}
