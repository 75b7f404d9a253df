import * as z from 'zod';
import { parseProperties } from '../parse.ts';

const redrivePolicy = z.strictObject({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.int().min(1).max(1000),
});

/** Properties of `AWS::SQS::Queue` for a standard queue; those of encryption and tags mean nothing on one machine. */
const queueProperties = z.strictObject({
  QueueName: z.string().optional(),
  DelaySeconds: z.int().min(0).max(900).default(0),
  VisibilityTimeout: z.int().min(0).max(43_200).default(30),
  MessageRetentionPeriod: z.int().min(60).max(1_209_600).default(345_600),
  MaximumMessageSize: z.int().min(1024).max(1_048_576).default(1_048_576),
  ReceiveMessageWaitTimeSeconds: z.int().min(0).max(20).default(0),
  RedrivePolicy: redrivePolicy.optional(),
  KmsMasterKeyId: z.string().optional(),
  KmsDataKeyReusePeriodSeconds: z.int().optional(),
  SqsManagedSseEnabled: z.boolean().optional(),
  Tags: z.unknown().optional(),
});

/** What a queue does with its messages. */
export type QueueSettings = {
  readonly arn: string;
  readonly name: string;
  readonly delaySeconds: number;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly maximumMessageBytes: number;
  readonly receiveWaitSeconds: number;
  readonly redrive: { readonly deadLetterArn: string; readonly maximumReceiveCount: number } | undefined;
};

/** Reads `AWS::SQS::Queue`, with SQS's defaults; the queue's name is the end of its ARN. */
export function readQueue(arn: string, properties: unknown): QueueSettings {
  const queue = parseProperties(queueProperties, `AWS::SQS::Queue ${arn}`, properties);
  return {
    arn,
    name: arn.slice(arn.lastIndexOf(':') + 1),
    delaySeconds: queue.DelaySeconds,
    visibilityTimeoutSeconds: queue.VisibilityTimeout,
    retentionSeconds: queue.MessageRetentionPeriod,
    maximumMessageBytes: queue.MaximumMessageSize,
    receiveWaitSeconds: queue.ReceiveMessageWaitTimeSeconds,
    redrive: queue.RedrivePolicy && {
      deadLetterArn: queue.RedrivePolicy.deadLetterTargetArn,
      maximumReceiveCount: queue.RedrivePolicy.maxReceiveCount,
    },
  };
}
