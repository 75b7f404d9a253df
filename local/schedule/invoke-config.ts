import * as z from 'zod';
import { parseProperties } from '../parse.ts';

/** How Lambda handles the asynchronous invocations of a function. */
export type InvokeConfig = {
  readonly maximumRetries: number;
  readonly maximumAgeMilliseconds: number;
  /** The queue that gets a record of every invocation that was given up. */
  readonly onFailureArn: string | undefined;
};

/** Lambda's own limits: two retries of a function error, within six hours. */
export const DEFAULT_INVOKE_CONFIG: InvokeConfig = {
  maximumRetries: 2,
  maximumAgeMilliseconds: 6 * 60 * 60 * 1000,
  onFailureArn: undefined,
};

/** Properties of `AWS::Lambda::EventInvokeConfig` with a queue as its destination on failure. */
const invokeConfigProperties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: z.int().min(0).max(2).optional(),
  MaximumEventAgeInSeconds: z.int().min(60).max(21_600).optional(),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string().regex(/^arn:aws:sqs:/u) }).optional() })
    .optional(),
});

/** Reads the `AWS::Lambda::EventInvokeConfig` of a function. */
export function readInvokeConfig(functionArn: string, properties: unknown): InvokeConfig {
  const resource = `AWS::Lambda::EventInvokeConfig of ${functionArn}`;
  const config = parseProperties(invokeConfigProperties, resource, properties);
  const ageSeconds = config.MaximumEventAgeInSeconds;
  return {
    maximumRetries: config.MaximumRetryAttempts ?? DEFAULT_INVOKE_CONFIG.maximumRetries,
    maximumAgeMilliseconds: ageSeconds === undefined ? DEFAULT_INVOKE_CONFIG.maximumAgeMilliseconds : ageSeconds * 1000,
    onFailureArn: config.DestinationConfig?.OnFailure?.Destination,
  };
}
