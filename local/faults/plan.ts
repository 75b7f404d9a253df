import * as z from 'zod';

export const faultPoints = ['call', 'delivery', 'invoke', 'transition'] as const;
export type FaultPoint = (typeof faultPoints)[number];

export const faults = [
  'throttle',
  'transaction_conflict',
  'timeout_before',
  'timeout_after',
  'error',
  'delay',
  'duplicate',
  'reorder',
  'drop_until_retry',
  'crash_before',
  'crash_after',
  'deny',
] as const;
export type Fault = (typeof faults)[number];

/** What can go wrong where; a rule that asks for anything else is refused. */
const possible: Readonly<Record<FaultPoint, readonly Fault[]>> = {
  call: [
    'throttle',
    'transaction_conflict',
    'timeout_before',
    'timeout_after',
    'error',
    'delay',
    'duplicate',
    'crash_before',
    'crash_after',
    'deny',
  ],
  delivery: ['throttle', 'error', 'delay', 'duplicate', 'reorder', 'drop_until_retry'],
  invoke: ['throttle', 'timeout_before', 'timeout_after', 'error', 'delay', 'duplicate', 'crash_before', 'crash_after'],
  // Only executions that AWS runs at least once are repeated, and then as a whole.
  transition: ['delay', 'duplicate', 'crash_before', 'crash_after'],
};

const rule = z
  .strictObject({
    at: z.enum(faultPoints),
    /** `dynamodb`, `eventbridge`, `stepfunctions`, `sqs` or `secretsmanager`. */
    service: z.string().optional(),
    /** The operation of a call, or the state that a transition enters. */
    operation: z.string().optional(),
    /** The name of the function that calls, is invoked or is delivered to. */
    function: z.string().optional(),
    /** Only work whose text names this id: of an order, or whatever else it is about. */
    orderId: z.string().optional(),
    fault: z.enum(faults),
    /** Of the work that fits, this share; 1 when left out. */
    probability: z.number().min(0).max(1).optional(),
    /** Only the nth piece of work that fits, from 1. */
    nth: z.int().min(1).optional(),
    /** At most so often. */
    times: z.int().min(1).optional(),
    delayMilliseconds: z.int().min(0).max(600_000).optional(),
  })
  .refine(({ at, fault }) => possible[at].includes(fault), { error: 'is not possible at this point', path: ['fault'] });

const MOST_RULES = 1000;

/** The body of `PUT /_local/faults`. */
export const faultPlan = z.strictObject({
  seed: z.union([z.string(), z.number()]),
  rules: z.array(rule).max(MOST_RULES),
});

export type FaultRule = z.infer<typeof rule>;
export type FaultPlan = z.infer<typeof faultPlan>;
