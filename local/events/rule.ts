import { parseProperties } from '../parse.ts';
import type { Target } from './deliveries.ts';
import { compilePattern, type EventMatcher } from './pattern.ts';
import { type RuleTarget, ruleProperties } from './properties.ts';

/** EventBridge's own limits of a delivery, where a target sets none. */
const DEFAULT_MAXIMUM_AGE_SECONDS = 86_400;
const DEFAULT_MAXIMUM_RETRIES = 185;

export type Rule = {
  readonly arn: string;
  readonly busName: string;
  readonly matches: EventMatcher;
  readonly targets: readonly Target[];
};

/** Reads `AWS::Events::Rule`; a disabled rule has no targets. Targets other than SQS queues are refused by name. */
export function readRule(arn: string, properties: unknown): Rule {
  const rule = parseProperties(ruleProperties, `AWS::Events::Rule ${arn}`, properties);
  const targets = (rule.Targets ?? []).map((target) => readTarget(arn, target));
  return {
    arn,
    busName: busNameOf(rule.EventBusName),
    matches: compilePattern(rule.EventPattern),
    targets: rule.State === 'DISABLED' ? [] : targets,
  };
}

/** The name in an event bus's name or ARN; without one, the account's default bus. */
export function busNameOf(nameOrArn: string | undefined): string {
  if (nameOrArn === undefined) return 'default';
  return nameOrArn.startsWith('arn:')
    ? nameOrArn.slice(nameOrArn.indexOf('event-bus/') + 'event-bus/'.length)
    : nameOrArn;
}

function readTarget(ruleArn: string, target: RuleTarget): Target {
  if (!target.Arn.startsWith('arn:aws:sqs:') || target.Arn.endsWith('.fifo')) {
    throw new Error(`AWS::Events::Rule ${ruleArn}: target ${target.Arn} is not a standard queue.`);
  }
  return {
    sourceArn: ruleArn,
    id: target.Id,
    arn: target.Arn,
    deadLetterArn: target.DeadLetterConfig?.Arn,
    maximumAgeMilliseconds: (target.RetryPolicy?.MaximumEventAgeInSeconds ?? DEFAULT_MAXIMUM_AGE_SECONDS) * 1000,
    maximumRetries: target.RetryPolicy?.MaximumRetryAttempts ?? DEFAULT_MAXIMUM_RETRIES,
  };
}
