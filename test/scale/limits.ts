/** A latency, a limit or a price that the model is made of, and where it comes from. */
export type Limit = {
  readonly value: number;
  readonly unit: string;
  readonly what: string;
  /** An address, or why it was assumed. Where AWS tells nothing, the model says so. */
  readonly source: string;
};

const aws = 'https://docs.aws.amazon.com';
const dynamodb = `${aws}/amazondynamodb/latest/developerguide`;
const lambda = `${aws}/lambda/latest/dg`;
const scaling = `${lambda}/services-sqs-scaling.html`;
const stepFunctions = `${aws}/step-functions/latest/dg/service-quotas.html`;
const eventBridge = `${aws}/eventbridge/latest/userguide/eb-quota.html`;

/** Everything that the model takes from outside, for us-east-1, read in November 2026. */
export const limits = {
  partitionWriteUnits: {
    value: 1_000,
    unit: 'units/s',
    what: 'write units of a partition, and so of one item',
    source: `${dynamodb}/bp-partition-key-design.html`,
  },
  partitionReadUnits: {
    value: 3_000,
    unit: 'units/s',
    what: 'read units of a partition',
    source: `${dynamodb}/bp-partition-key-design.html`,
  },
  newTableWriteUnits: {
    value: 4_000,
    unit: 'units/s',
    what: 'write units of a new on-demand table: four partitions',
    source: `${dynamodb}/warm-throughput-scenarios.html`,
  },
  tableWriteUnits: {
    value: 40_000,
    unit: 'units/s',
    what: 'write units of an on-demand table',
    source: `${dynamodb}/on-demand-capacity-mode-max-throughput.html`,
  },
  splitAfter: {
    value: 10,
    unit: 's',
    what: 'throttling after which a partition is split for heat',
    source:
      'assumed: AWS says that it happens, not when ' +
      '(https://aws.amazon.com/blogs/database/part-3-scaling-dynamodb-how-partitions-hot-keys-and-split-for-heat-impact-performance/)',
  },
  requestLatency: {
    value: 3,
    unit: 'ms',
    what: 'median scale of a single-item request, there and back; mostly short, sometimes long (mean 4.5)',
    source: `single-digit milliseconds: ${dynamodb}/on-demand-capacity-mode.html`,
  },
  transactionLock: {
    value: 4,
    unit: 'ms',
    what: 'scale of the time for which a transaction holds its items, between its two phases (mean 6)',
    source:
      'assumed: two rounds to the storage nodes, https://www.usenix.org/conference/atc23/presentation/idziorek; ' +
      'any other write of a held item is refused',
  },
  callWork: {
    value: 1.5,
    unit: 'ms',
    what: 'work of a full virtual CPU for one call of the SDK',
    source: 'measured with this client: 1.0 to 1.9',
  },
  messageWork: {
    value: 0.1,
    unit: 'ms',
    what: 'work of a full virtual CPU to read one message and to make its items',
    source: 'measured with these handlers: 0.03 to 0.1',
  },
  memoryOfOneCpu: {
    value: 1_769,
    unit: 'MB',
    what: 'memory with which a function has one virtual CPU; below, its share',
    source: `${lambda}/configuration-memory.html`,
  },
  coldStart: {
    value: 350,
    unit: 'ms',
    what: 'first call of a new environment: the sandbox (assumed 170), import and first request (measured 181)',
    source: `the phases: ${lambda}/lambda-runtime-environment.html`,
  },
  environmentsPerSecond: {
    value: 100,
    unit: 'per s',
    what: 'new environments of a function, refilled continuously; 1000 at once',
    source: `${lambda}/scaling-behavior.html`,
  },
  environmentBurst: {
    value: 1_000,
    unit: '',
    what: 'new environments of a function at once',
    source: `${lambda}/scaling-behavior.html`,
  },
  concurrency: {
    value: 1_000,
    unit: '',
    what: 'concurrent executions of an account',
    source: `${lambda}/gettingstarted-limits.html`,
  },
  firstBatches: {
    value: 5,
    unit: '',
    what: 'batches that a queue is read in at first; never more than the maximum concurrency of the mapping',
    source: scaling,
  },
  batchesPerMinute: {
    value: 300,
    unit: 'per min',
    what: 'batches more that a queue is read in, while messages are left (in provisioned mode 1000)',
    source: scaling,
  },
  mappingConcurrency: {
    value: 1_000,
    unit: '',
    what: 'highest maximum concurrency of a mapping (1250 without one)',
    source: `${aws}/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-eventsourcemapping-scalingconfig.html`,
  },
  receivedAtOnce: {
    value: 10,
    unit: 'messages',
    what: 'messages of one ReceiveMessage',
    source: `${aws}/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html`,
  },
  receivesInParallel: {
    value: 10,
    unit: '',
    what: 'receives that fill one batch at the same time',
    source: 'assumed: AWS does not tell how a batch above 10 is filled; the page shows what one at a time does',
  },
  receiveLatency: {
    value: 4,
    unit: 'ms',
    what: 'scale of one ReceiveMessage (mean 6)',
    source: 'assumed: tens of milliseconds at most, https://aws.amazon.com/sqs/faqs/',
  },
  smallestWindow: {
    value: 1,
    unit: 's',
    what: 'batching window that batches above 10 need',
    source: `${lambda}/services-sqs-configure.html`,
  },
  throttledRetryBase: {
    value: 1_000,
    unit: 'ms',
    what: 'bound of the random pause before the SDK repeats what was throttled, doubling; five attempts',
    source: 'retries-2026-config.js of @smithy/core, as installed',
  },
  gatewayRequests: {
    value: 10_000,
    unit: 'per s',
    what: 'requests to HTTP APIs of an account; 5000 at once',
    source: `${aws}/apigateway/latest/developerguide/limits.html`,
  },
  putEvents: {
    value: 10_000,
    unit: 'per s',
    what: 'PutEvents requests of an account',
    source: eventBridge,
  },
  eventInvocations: {
    value: 18_750,
    unit: 'per s',
    what: 'deliveries to targets of rules of an account; beyond it they are late, not lost',
    source: eventBridge,
  },
  standardStarts: {
    value: 300,
    unit: 'per s',
    what: 'StartExecution of Standard workflows, refilled; 1300 at once',
    source: stepFunctions,
  },
  standardTransitions: {
    value: 5_000,
    unit: 'per s',
    what: 'state transitions of Standard workflows',
    source: stepFunctions,
  },
  expressStarts: {
    value: 6_000,
    unit: 'per s',
    what: 'StartExecution of Express workflows',
    source: stepFunctions,
  },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof limits;
