import { listOf, objectOf } from '../json.ts';
import type { Resource } from '../template/template.ts';
import { functionRoles } from './policies.ts';

/** Why AWS itself acts with a grant, unseen by the local run or only when something fails; undefined if it does not. */
export type ByAws = (ownerArn: string, action: string, resource: string) => string | undefined;

type Exemption = {
  /** The role, or the queue that a resource policy guards. */
  readonly owner: string;
  readonly actions: readonly string[];
  readonly resource: string;
  readonly reason: string;
};

/** By the service that a role writes to, whatever the resource. */
const TELEMETRY: Readonly<Record<string, string>> = { logs: 'logs', xray: 'traces' };

/** What CDK grants along with the right to send. */
const SENDING = ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'];
const QUEUE_POLLING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const STREAM_POLLING = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

/** Reads from a template what AWS does by itself: logs, traces, alarms, polling, and telling failure destinations. */
export function byAwsItself(resources: readonly Resource[]): ByAws {
  const exemptions = resources.flatMap((resource) => exemptionsOf(resource, resources));
  return (ownerArn, action, resource) => {
    const telemetry = TELEMETRY[action.split(':')[0] ?? ''];
    if (telemetry !== undefined) return telemetry;
    return exemptions.find((it) => it.owner === ownerArn && it.resource === resource && it.actions.includes(action))
      ?.reason;
  };
}

function exemptionsOf({ type, properties }: Resource, resources: readonly Resource[]): readonly Exemption[] {
  switch (type) {
    case 'AWS::Lambda::EventSourceMapping': {
      const owner = roleOf(properties.FunctionName, resources);
      return [...polling(owner, String(properties.EventSourceArn)), ...onFailure(owner, properties.DestinationConfig)];
    }
    case 'AWS::Lambda::EventInvokeConfig':
      return onFailure(roleOf(properties.FunctionName, resources), properties.DestinationConfig);
    case 'AWS::Scheduler::Schedule': {
      const { RoleArn, DeadLetterConfig } = objectOf(properties.Target);
      return deadLetters(String(RoleArn), DeadLetterConfig);
    }
    case 'AWS::Events::Rule':
      return listOf(properties.Targets).flatMap((target) => {
        const { Arn, DeadLetterConfig } = objectOf(target);
        const queue = String(Arn);
        const delivery = { owner: queue, actions: SENDING.slice(1), resource: queue, reason: 'delivery' };
        return [delivery, ...deadLetters(undefined, DeadLetterConfig)];
      });
    case 'AWS::CloudWatch::Alarm':
      return [properties.AlarmActions, properties.OKActions]
        .flatMap((actions) => listOf(actions).map(String))
        .map((topic) => ({ owner: topic, actions: ['sns:Publish'], resource: topic, reason: 'alarm' }));
    default:
      return [];
  }
}

function polling(owner: string, source: string): readonly Exemption[] {
  const actions = source.includes(':sqs:') ? QUEUE_POLLING : STREAM_POLLING;
  return [{ owner, actions, resource: source, reason: 'polling' }];
}

function onFailure(owner: string, destinationConfig: Resource['properties'][string] | undefined): readonly Exemption[] {
  const { Destination } = objectOf(objectOf(destinationConfig).OnFailure);
  if (typeof Destination !== 'string') return [];
  return [{ owner, actions: SENDING, resource: Destination, reason: 'failure destination' }];
}

/** A rule has no role: the queue itself allows it. */
function deadLetters(
  roleArn: string | undefined,
  deadLetterConfig: Resource['properties'][string] | undefined,
): readonly Exemption[] {
  const { Arn } = objectOf(deadLetterConfig);
  if (typeof Arn !== 'string') return [];
  return [{ owner: roleArn ?? Arn, actions: SENDING, resource: Arn, reason: 'failure destination' }];
}

function roleOf(functionName: unknown, resources: readonly Resource[]): string {
  const found = resources.find(({ ref, attributes }) => ref === functionName || attributes.Arn === functionName);
  return functionRoles(resources).get(found?.attributes.Arn ?? '') ?? '';
}
