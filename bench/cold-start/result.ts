import type { ColdStart } from './cold-start.ts';

/** A function's cold starts beside those of the smallest handler; times are medians, in milliseconds. */
export type Result = {
  readonly name: string;
  /** How many calls to AWS each of the two sends. */
  readonly calls: number;
  readonly ours: Times;
  readonly bare: Times;
  /** Ours to the smallest handler's, of load and first call together. */
  readonly ratio: number;
  /** The same of the processor time, which depends less on what else the machine does. */
  readonly processorRatio: number;
};

export type Times = {
  readonly loadMilliseconds: number;
  readonly callMilliseconds: number;
  readonly totalMilliseconds: number;
  readonly processorMilliseconds: number;
};

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return (low + high) / 2;
}

export function resultOf(name: string, calls: number, ours: readonly ColdStart[], bare: readonly ColdStart[]): Result {
  const [oursMedian, bareMedian] = [timesOf(ours), timesOf(bare)];
  return {
    name,
    calls,
    ours: oursMedian,
    bare: bareMedian,
    ratio: oursMedian.totalMilliseconds / bareMedian.totalMilliseconds,
    processorRatio: oursMedian.processorMilliseconds / bareMedian.processorMilliseconds,
  };
}

function timesOf(starts: readonly ColdStart[]): Times {
  return {
    loadMilliseconds: median(starts.map(({ loadMilliseconds }) => loadMilliseconds)),
    callMilliseconds: median(starts.map(({ callMilliseconds }) => callMilliseconds)),
    totalMilliseconds: median(starts.map(({ loadMilliseconds: load, callMilliseconds: call }) => load + call)),
    processorMilliseconds: median(starts.map(({ processorMilliseconds }) => processorMilliseconds)),
  };
}
