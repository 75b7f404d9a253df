import { lawTexts, type Violation } from './laws/violation.ts';
import type { WorldReport } from './world/world.ts';

const counted = ['orders', 'steps', 'calls', 'invocations', 'conflicts', 'redriven', 'virtualSeconds'] as const;

/** What all worlds add up to. */
export class Totals {
  readonly #sums = new Map<string, number>();
  readonly #faults = new Map<string, number>();
  worlds = 0;

  add(report: WorldReport): void {
    this.worlds++;
    for (const name of counted) this.#sums.set(name, this.of(name) + report[name]);
    for (const [name, count] of report.faults) this.#faults.set(name, (this.#faults.get(name) ?? 0) + count);
  }

  of(name: (typeof counted)[number]): number {
    return this.#sums.get(name) ?? 0;
  }

  get faults(): number {
    return [...this.#faults.values()].reduce((sum, count) => sum + count, 0);
  }

  /** A table for people: what there was, and the faults by their kind, most frequent first. */
  lines(): string[] {
    const rows = [
      ['orders', this.of('orders')],
      ['worlds', this.worlds],
      ['steps', this.of('steps')],
      ['calls to services', this.of('calls')],
      ['invocations', this.of('invocations')],
      ['conflicts', this.of('conflicts')],
      ['dead letters redriven', this.of('redriven')],
      ['simulated hours', this.of('virtualSeconds') / 3_600],
      ['faults', this.faults],
    ] as const;
    const faults = [...this.#faults].sort(([, one], [, other]) => other - one);
    return [...rows, ...faults.map(([name, count]) => [`  ${name}`, count] as const)].map(
      ([name, number]) => `${name.padEnd(26)}${grouped(number).padStart(14)}`,
    );
  }
}

/** `1234567` as `1 234 567`. */
export function grouped(number: number): string {
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ' ');
}

export function describeViolation({ law, what }: Violation): string {
  return `  law ${law}: ${lawTexts[law]}\n    ${what}`;
}
