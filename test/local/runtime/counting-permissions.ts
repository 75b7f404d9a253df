import type { JsonObject } from '../../../local/json.ts';

type Statement = { readonly Action: string | string[]; readonly Resource: JsonObject };

export function allow(Action: string | string[], Resource: JsonObject): Statement {
  return { Action, Resource };
}

/** A role for a service of AWS, which may do this. */
export function role(service: string, ...statements: readonly Statement[]): JsonObject {
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: `${service}.amazonaws.com` } };
  const PolicyDocument = document(statements.map((statement) => ({ Effect: 'Allow', ...statement })));
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: document([trust]),
      Policies: statements.length === 0 ? [] : [{ PolicyName: 'all', PolicyDocument }],
    },
  };
}

/** Lets EventBridge send to a queue for one rule. */
export function queuePolicy(queue: string, ruleArn: JsonObject): JsonObject {
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: queue }],
      PolicyDocument: document([
        {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: { Service: 'events.amazonaws.com' },
          Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
          Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
        },
      ]),
    },
  };
}

/** Lets API Gateway call a function for one route. */
export function permission(functionId: string, route: string): JsonObject {
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': [functionId, 'Arn'] },
      Principal: 'apigateway.amazonaws.com',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a substitution of CloudFormation
      SourceArn: { 'Fn::Join': ['', [{ 'Fn::Sub': 'arn:aws:execute-api:us-east-1:000000000000:${Api}' }, route]] },
    },
  };
}

function document(Statement: JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement };
}
