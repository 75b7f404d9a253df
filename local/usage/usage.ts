import { chunks } from './capacity.ts';

export type TableUnits = { readonly writeUnits: number; readonly readUnits: number; readonly requests: number };
export type FunctionUnits = { readonly invocations: number; readonly gbSeconds: number };

/** What AWS would have billed, by service. */
export type BilledUnits = {
  readonly dynamodb: TableUnits;
  readonly lambda: FunctionUnits;
  readonly eventbridge: { readonly events: number };
  readonly stepfunctions: StepFunctionsUnits;
  readonly sqs: { readonly requests: number };
  readonly apigateway: { readonly requests: number };
  readonly scheduler: { readonly invocations: number };
};

export type StepFunctionsUnits = {
  readonly standardTransitions: number;
  readonly expressRequests: number;
  readonly expressGbSeconds: number;
};

/** The same in detail, by the name of the table or function. */
export type UsageDetails = {
  readonly tables: Readonly<Record<string, TableUnits>>;
  readonly functions: Readonly<Record<string, FunctionUnits>>;
};

const KILOBYTE = 1024;
const EVENT_BYTES = 64 * KILOBYTE;
const MESSAGE_BYTES = 64 * KILOBYTE;
const REQUEST_BYTES = 512 * KILOBYTE;
const MEGABYTES_PER_GIGABYTE = 1024;

const nothing = { eventbridgeEvents: 0, sqsRequests: 0, apiRequests: 0, schedulerInvocations: 0 };

/** Counts what AWS would bill for what the local run does, since its start or the last reset. */
export class Usage {
  readonly #stepFunctions: () => StepFunctionsUnits;
  #stepFunctionsBefore: StepFunctionsUnits = { standardTransitions: 0, expressRequests: 0, expressGbSeconds: 0 };
  #tables = new Map<string, TableUnits>();
  #functions = new Map<string, FunctionUnits>();
  #counts = { ...nothing };

  /** @param stepFunctions what the state machines have counted since the start */
  constructor(stepFunctions: () => StepFunctionsUnits) {
    this.#stepFunctions = stepFunctions;
  }

  reset(): void {
    this.#stepFunctionsBefore = this.#stepFunctions();
    this.#tables = new Map();
    this.#functions = new Map();
    this.#counts = { ...nothing };
  }

  /** Adds what a request took from one table; one that names several tables is counted as a request to the first. */
  addTable(name: string, { writeUnits, readUnits, requests }: TableUnits): void {
    const before = this.#tables.get(name) ?? { writeUnits: 0, readUnits: 0, requests: 0 };
    this.#tables.set(name, {
      writeUnits: before.writeUnits + writeUnits,
      readUnits: before.readUnits + readUnits,
      requests: before.requests + requests,
    });
  }

  /**
   * An invocation is billed by memory and by milliseconds, rounded up.
   * @see https://aws.amazon.com/lambda/pricing/
   */
  addInvocation(functionName: string, memoryMegabytes: number, milliseconds: number): void {
    const gbSeconds = (memoryMegabytes / MEGABYTES_PER_GIGABYTE) * (Math.ceil(milliseconds) / 1000);
    const before = this.#functions.get(functionName) ?? { invocations: 0, gbSeconds: 0 };
    this.#functions.set(functionName, {
      invocations: before.invocations + 1,
      gbSeconds: before.gbSeconds + gbSeconds,
    });
  }

  /**
   * Every 64 KB of an event of one's own is an event; those of AWS's services are free.
   * @see https://aws.amazon.com/eventbridge/pricing/
   */
  addEvent(bytes: number): void {
    this.#counts.eventbridgeEvents += chunks(bytes, EVENT_BYTES);
  }

  /**
   * Every 64 KB that a request to a queue carries is a request, whatever the number of messages in it.
   * @see https://aws.amazon.com/sqs/pricing/
   */
  addQueueRequest(bytes: number): void {
    this.#counts.sqsRequests += chunks(bytes, MESSAGE_BYTES);
  }

  /**
   * Every 512 KB of a request to an HTTP API is a request.
   * @see https://aws.amazon.com/api-gateway/pricing/
   */
  addApiRequest(bytes: number): void {
    this.#counts.apiRequests += chunks(bytes, REQUEST_BYTES);
  }

  /** @see https://aws.amazon.com/eventbridge/pricing/ under Scheduler */
  addScheduledInvocation(): void {
    this.#counts.schedulerInvocations += 1;
  }

  get units(): BilledUnits {
    const { eventbridgeEvents, sqsRequests, apiRequests, schedulerInvocations } = this.#counts;
    return {
      dynamodb: sumOf([...this.#tables.values()], { writeUnits: 0, readUnits: 0, requests: 0 }),
      lambda: sumOf([...this.#functions.values()], { invocations: 0, gbSeconds: 0 }),
      eventbridge: { events: eventbridgeEvents },
      stepfunctions: this.#sinceReset(),
      sqs: { requests: sqsRequests },
      apigateway: { requests: apiRequests },
      scheduler: { invocations: schedulerInvocations },
    };
  }

  get details(): UsageDetails {
    return { tables: Object.fromEntries(this.#tables), functions: Object.fromEntries(this.#functions) };
  }

  #sinceReset(): StepFunctionsUnits {
    const now = this.#stepFunctions();
    const before = this.#stepFunctionsBefore;
    return {
      standardTransitions: now.standardTransitions - before.standardTransitions,
      expressRequests: now.expressRequests - before.expressRequests,
      expressGbSeconds: now.expressGbSeconds - before.expressGbSeconds,
    };
  }
}

function sumOf<T extends Readonly<Record<string, number>>>(parts: readonly T[], zero: T): T {
  const add = (sum: T, part: T): T => ({
    ...sum,
    ...Object.fromEntries(Object.entries(part).map(([name, value]) => [name, (sum[name] ?? 0) + value])),
  });
  return parts.reduce(add, zero);
}
