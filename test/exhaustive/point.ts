import type { Orchestration } from '../../lib/settings.ts';
import type { FaultRule } from '../support/faults.ts';
import type { Subject } from './subjects.ts';

/** A piece of work of a path at which a fault can strike: the nth of its name that names the subject. */
export type Point = {
  readonly path: string;
  readonly at: 'call' | 'delivery' | 'invoke' | 'transition';
  readonly service: string;
  readonly operation: string;
  /** As the template names it, or the ARN of the queue or function. */
  readonly function: string;
  /** Whom it names; `undefined` when it names nobody, as the queries of the sweep. */
  readonly about: Subject | undefined;
  readonly nth: number;
};

/** One run: a path on which one fault strikes one point. */
export type Strike = { readonly point: Point; readonly fault: string };

/** Killed before, killed after, its answer lost, a throttle, delivered twice; and what makes sense elsewhere. */
const faultsAt: Readonly<Record<Point['at'], readonly string[]>> = {
  call: ['crash_before', 'crash_after', 'timeout_after', 'throttle', 'duplicate'],
  delivery: ['duplicate'],
  invoke: ['duplicate'],
  transition: ['crash_before', 'crash_after'],
};

/** On Express an execution may also run once more, beside the first. */
export function strikesAt(point: Point, orchestration: Orchestration): Strike[] {
  const repeats = orchestration === 'express' && point.at === 'transition' ? ['duplicate'] : [];
  return [...faultsAt[point.at], ...repeats].map((fault) => ({ point, fault }));
}

/** Names a run, in words that `--only` takes back. */
export function nameOf({ point, fault }: Strike): string {
  const { path, at, operation, about, nth } = point;
  const what = [at, operation, 'of', shortName(point.function)].filter((word) => word !== '').join(' ');
  return `${path}: ${fault} at ${what}, number ${nth} for ${about ?? 'anybody'}`;
}

/** `Holdfast-FunctionsReserveStock201E81C2` is `ReserveStock`, and its queue `ReserveStockQueue`. */
export function shortName(name: string): string {
  return (name.split(':').at(-1) ?? '').replace(/^[^-]*-(Functions|Consumers)?/, '').replace(/[0-9A-F]{8}$/, '');
}

/** @param id of whom the point is about in this run */
export function ruleOf({ point, fault }: Strike, id: string | undefined): FaultRule {
  const { at, service, operation, nth } = point;
  return {
    at,
    fault,
    nth,
    ...(service === '' ? {} : { service }),
    ...(operation === '' ? {} : { operation }),
    ...(point.function === '' ? {} : { function: point.function }),
    ...(id === undefined ? {} : { orderId: id }),
  };
}
