/** What the services have done, so far. A report is the difference of two readings. */
export type Reading = {
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly requests: number;
  readonly conflicts: number;
  readonly throttles: number;
  readonly invocations: number;
  /** Seconds for which functions ran, times the memory that they have. */
  readonly gigabyteSeconds: number;
  readonly queueRequests: number;
};

export class Meter {
  writeUnits = 0;
  readUnits = 0;
  requests = 0;
  conflicts = 0;
  throttles = 0;
  invocations = 0;
  gigabyteSeconds = 0;
  queueRequests = 0;

  read(): Reading {
    return { ...this };
  }
}

export function between(earlier: Reading, later: Reading): Reading {
  return {
    writeUnits: later.writeUnits - earlier.writeUnits,
    readUnits: later.readUnits - earlier.readUnits,
    requests: later.requests - earlier.requests,
    conflicts: later.conflicts - earlier.conflicts,
    throttles: later.throttles - earlier.throttles,
    invocations: later.invocations - earlier.invocations,
    gigabyteSeconds: later.gigabyteSeconds - earlier.gigabyteSeconds,
    queueRequests: later.queueRequests - earlier.queueRequests,
  };
}
