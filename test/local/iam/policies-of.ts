import { Access } from '../../../local/iam/access.ts';
import type { JsonObject } from '../../../local/json.ts';
import type { AccessRequest } from '../../../local/ports.ts';
import type { Resource } from '../../../local/template/template.ts';

export const roleArn = 'arn:aws:iam::000000000000:role/handler-role';
export const handler = 'arn:aws:lambda:us-east-1:000000000000:function:handler';
export const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/Things';
export const queue = 'arn:aws:sqs:us-east-1:000000000000:work';

export function resource(type: string, ref: string, arn: string, properties: JsonObject): Resource {
  return { logicalId: ref, type, ref, attributes: { Arn: arn }, properties };
}

export const document = (...Statement: JsonObject[]): JsonObject => ({ Version: '2012-10-17', Statement });

/** A function with a role that has these statements, and a queue with a policy of those. */
export function resourcesWith(identity: readonly JsonObject[], guard: readonly JsonObject[] = []): Resource[] {
  return [
    resource('AWS::Lambda::Function', 'handler', handler, { Role: roleArn }),
    resource('AWS::IAM::Role', 'handler-role', roleArn, { AssumeRolePolicyDocument: document() }),
    resource('AWS::IAM::Policy', 'Policy', 'Policy', {
      PolicyName: 'Policy',
      Roles: ['handler-role'],
      PolicyDocument: document(...identity),
    }),
    resource('AWS::SQS::Queue', 'https://queues/work', queue, {}),
    resource('AWS::SQS::QueuePolicy', 'QueuePolicy', 'QueuePolicy', {
      Queues: ['https://queues/work'],
      PolicyDocument: document(...guard),
    }),
  ];
}

export function accessWith(identity: readonly JsonObject[], guard: readonly JsonObject[] = []) {
  const told: string[] = [];
  const access = new Access(resourcesWith(identity, guard), (denial) => told.push(denial));
  return { access, told };
}

/** Why a request is denied; undefined if it is allowed. */
export function refusal(access: Access, request: Partial<AccessRequest>): string | undefined {
  try {
    access.authorize({ principal: { functionArn: handler }, action: 'sqs:SendMessage', resource: queue, ...request });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
