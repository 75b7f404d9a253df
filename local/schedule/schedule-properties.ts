import * as z from 'zod';
import type { Target } from '../events/deliveries.ts';
import { parseProperties } from '../parse.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Milliseconds by unit. Scheduler itself starts at minutes: seconds are an extension of the local run. */
const UNITS: Readonly<Record<string, number>> = {
  second: SECOND,
  minute: MINUTE,
  hour: 60 * MINUTE,
  day: 24 * 60 * MINUTE,
};

/** Scheduler's own limits of a delivery, where a target sets none. */
const DEFAULT_MAXIMUM_AGE_SECONDS = 86_400;
const DEFAULT_MAXIMUM_RETRIES = 185;

const input = z
  .string()
  .refine((text) => !text.includes('<aws.scheduler.'), { error: 'context attributes <aws.scheduler…> are unknown' });

/** Properties of `AWS::Scheduler::Schedule` with a rate and a function as its target. */
const scheduleProperties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  GroupName: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().optional(),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF') }),
  Target: z.strictObject({
    Arn: z.string().regex(/^arn:aws:lambda:/u, 'only functions are known as targets'),
    RoleArn: z.string(),
    Input: input.optional(),
    RetryPolicy: z
      .strictObject({
        MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
        MaximumRetryAttempts: z.int().min(0).max(185).optional(),
      })
      .optional(),
    DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  }),
});

export type ScheduleSettings = {
  readonly arn: string;
  readonly periodMilliseconds: number;
  readonly enabled: boolean;
  /** The event, as JSON text, if the template gives one. */
  readonly input: string | undefined;
  /** The role that the target is called with, and its dead-letter queue. */
  readonly roleArn: string;
  readonly target: Target;
};

/** Reads an `AWS::Scheduler::Schedule`; cron and one-time expressions, windows and other targets are refused. */
export function readSchedule(arn: string, properties: unknown): ScheduleSettings {
  const resource = `AWS::Scheduler::Schedule ${arn}`;
  const schedule = parseProperties(scheduleProperties, resource, properties);
  const { RetryPolicy: retryPolicy, DeadLetterConfig: deadLetterConfig, ...target } = schedule.Target;
  return {
    arn,
    periodMilliseconds: readRate(schedule.ScheduleExpression, resource),
    enabled: schedule.State === 'ENABLED',
    input: target.Input,
    roleArn: target.RoleArn,
    target: {
      sourceArn: arn,
      id: 'target',
      arn: target.Arn,
      deadLetterArn: deadLetterConfig?.Arn,
      maximumAgeMilliseconds: (retryPolicy?.MaximumEventAgeInSeconds ?? DEFAULT_MAXIMUM_AGE_SECONDS) * SECOND,
      maximumRetries: retryPolicy?.MaximumRetryAttempts ?? DEFAULT_MAXIMUM_RETRIES,
    },
  };
}

/** The period of a rate expression, such as `rate(5 minutes)`, in milliseconds. */
function readRate(expression: string, resource: string): number {
  const [, value, unit = ''] = /^rate\((\d+) (second|minute|hour|day)s?\)$/u.exec(expression) ?? [];
  const milliseconds = Number(value) * (UNITS[unit] ?? Number.NaN);
  if (milliseconds > 0) return milliseconds;
  throw new Error(`${resource}: unknown schedule expression ${expression}.`);
}
