import * as z from 'zod';

const tags = z.unknown();

/** Properties of `AWS::Events::EventBus` that a local bus can honour or that mean nothing on one machine. */
export const eventBusProperties = z.strictObject({
  Name: z.string(),
  Description: z.string().optional(),
  Tags: tags.optional(),
});

/** Properties of `AWS::Events::Archive`: checked, and without effect, since the journal keeps every event. */
export const archiveProperties = z.strictObject({
  ArchiveName: z.string().optional(),
  Description: z.string().optional(),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  KmsKeyIdentifier: z.string().optional(),
  RetentionDays: z.int().min(0).optional(),
  SourceArn: z.string(),
});

const target = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  RetryPolicy: z
    .strictObject({
      MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
      MaximumRetryAttempts: z.int().min(0).max(185).optional(),
    })
    .optional(),
});

/** Properties of `AWS::Events::Rule` with an event pattern and SQS queues as targets. */
export const ruleProperties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  EventBusName: z.string().optional(),
  EventPattern: z.record(z.string(), z.unknown()),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  Targets: z.array(target).max(5).optional(),
  Tags: tags.optional(),
});

export type RuleTarget = z.infer<typeof target>;
