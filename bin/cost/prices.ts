/** What one unit costs, in USD, and where that is written. */
export type Price = { readonly usd: number; readonly per: string; readonly source: string };

export const region = 'us-east-1';

/** The month whose list prices these are: compare them with their sources before you rely on them. */
export const pricesOf = 'July 2025';

const million = 1_000_000;

/**
 * List prices on demand, without the free tiers and the discounts of large volumes: every price of this project is here
 * and nowhere else.
 */
export const prices = {
  writeUnits: {
    usd: 0.625 / million,
    per: 'DynamoDB write request unit',
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  },
  readUnits: {
    usd: 0.125 / million,
    per: 'DynamoDB read request unit',
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  },
  standardTransitions: {
    usd: 25 / million,
    per: 'state transition of a Standard workflow',
    source: 'https://aws.amazon.com/step-functions/pricing/',
  },
  expressRequests: {
    usd: 1 / million,
    per: 'execution of an Express workflow',
    source: 'https://aws.amazon.com/step-functions/pricing/',
  },
  expressGbSeconds: {
    usd: 0.000_016_67,
    per: 'GB-second of an Express workflow',
    source: 'https://aws.amazon.com/step-functions/pricing/',
  },
  invocations: {
    usd: 0.2 / million,
    per: 'invocation of a function',
    source: 'https://aws.amazon.com/lambda/pricing/',
  },
  gbSeconds: {
    usd: 0.000_013_333_4,
    per: 'GB-second of a function on arm64',
    source: 'https://aws.amazon.com/lambda/pricing/',
  },
  events: {
    usd: 1 / million,
    per: 'event of 64 KB on a bus',
    source: 'https://aws.amazon.com/eventbridge/pricing/',
  },
  schedulerInvocations: {
    usd: 1 / million,
    per: 'invocation by Scheduler',
    source: 'https://aws.amazon.com/eventbridge/pricing/',
  },
  queueRequests: {
    usd: 0.4 / million,
    per: 'request of 64 KB to a standard queue',
    source: 'https://aws.amazon.com/sqs/pricing/',
  },
  apiRequests: {
    usd: 1 / million,
    per: 'request of 512 KB to an HTTP API',
    source: 'https://aws.amazon.com/api-gateway/pricing/',
  },
  logBytes: {
    usd: 0.5 / 1024 ** 3,
    per: 'byte taken in by CloudWatch Logs ($0.50 a GB)',
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
  },
  traces: {
    usd: 5 / million,
    per: 'trace recorded by X-Ray',
    source: 'https://aws.amazon.com/xray/pricing/',
  },
} as const satisfies Readonly<Record<string, Price>>;

/** The share of requests that X-Ray traces, beyond the first of each second. */
export const tracedShare = 0.05;
