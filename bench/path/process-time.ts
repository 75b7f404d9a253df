import { TICK_MILLISECONDS, ticksByThread, ticksOfTree } from '../measure/processes.ts';

/** Processor time in milliseconds, by whose it was. */
export type ProcessTime = {
  /** The main thread of the local run: gateway, bus, queues, streams, saga and the endpoint of AWS. */
  readonly mainThread: number;
  /** The worker threads, one or more for each function. */
  readonly handlers: number;
  /** Garbage collection and compilation, for all threads. */
  readonly engineOfJavaScript: number;
  /** The DynamoDB engine, a process of its own. */
  readonly database: number;
  /** The buyers: this program. */
  readonly buyers: number;
};

/** What V8 and libuv call their own threads. All others of a local run are functions. */
const ownThreads = /^(V8Worker|DelayedTaskSche|SignalInspector|libuv-worker|node)/;

export function readProcessTime(processId: number): ProcessTime {
  const threads = ticksByThread(processId);
  const tree = ticksOfTree(processId);
  const all = tree.get(processId) ?? 0;
  const mainThread = threads.get('MainThread') ?? 0;
  const engineOfJavaScript = sum([...threads].filter(([name]) => ownThreads.test(name)).map(([, ticks]) => ticks));
  const milliseconds = {
    mainThread,
    engineOfJavaScript,
    // As what is left, so that threads which have ended count too.
    handlers: all - mainThread - engineOfJavaScript,
    database: sum([...tree.values()]) - all,
    buyers: ticksOfTree(process.pid).get(process.pid) ?? 0,
  };
  return times(milliseconds, TICK_MILLISECONDS);
}

export function timeBetween(before: ProcessTime, after: ProcessTime): ProcessTime {
  return {
    mainThread: after.mainThread - before.mainThread,
    handlers: after.handlers - before.handlers,
    engineOfJavaScript: after.engineOfJavaScript - before.engineOfJavaScript,
    database: after.database - before.database,
    buyers: after.buyers - before.buyers,
  };
}

export function times(time: ProcessTime, factor: number): ProcessTime {
  return {
    mainThread: time.mainThread * factor,
    handlers: time.handlers * factor,
    engineOfJavaScript: time.engineOfJavaScript * factor,
    database: time.database * factor,
    buyers: time.buyers * factor,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
