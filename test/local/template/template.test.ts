import { describe, expect, it } from 'vitest';
import { loadTemplate } from '../../../local/template/template.ts';
import { writeAssembly } from '../assembly.ts';

const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work' } };

function load(resources: Parameters<typeof writeAssembly>[0]['resources'], sections = {}) {
  return loadTemplate(writeAssembly({ resources, sections, functions: { abc: '' } }));
}

describe('A template', () => {
  it('names resources by their property, else by stack and logical id', () => {
    const { resources } = load({ Named: queue, Other: { Type: 'AWS::SQS::Queue' } });
    expect(resources.map(({ attributes }) => attributes.Arn)).toEqual([
      'arn:aws:sqs:us-east-1:000000000000:work',
      'arn:aws:sqs:us-east-1:000000000000:Shop-Other',
    ]);
  });

  it('gives the references of each type', () => {
    const value = (reference: object) => ({ Value: reference });
    const { outputs } = load(
      {
        Table: { Type: 'AWS::DynamoDB::GlobalTable' },
        Work: queue,
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
        Rule: { Type: 'AWS::Events::Rule', Properties: { Name: 'rule', EventBusName: { Ref: 'Bus' } } },
        Pool: { Type: 'AWS::Cognito::UserPool' },
        Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineName: 'saga' } },
      },
      {
        Outputs: {
          stream: value({ 'Fn::GetAtt': ['Table', 'StreamArn'] }),
          queueUrl: value({ Ref: 'Work' }),
          rule: value({ 'Fn::GetAtt': 'Rule.Arn' }),
          pool: value({ Ref: 'Pool' }),
          machine: value({ Ref: 'Machine' }),
        },
      },
    );
    expect(outputs).toEqual({
      stream: 'arn:aws:dynamodb:us-east-1:000000000000:table/Shop-Table/stream/local',
      queueUrl: 'https://sqs.us-east-1.amazonaws.com/000000000000/work',
      rule: 'arn:aws:events:us-east-1:000000000000:rule/bus/rule',
      pool: 'us-east-1_shoppool',
      machine: 'arn:aws:states:us-east-1:000000000000:stateMachine:saga',
    });
  });

  it('leaves out resources whose condition is false', () => {
    const sections = {
      Parameters: { Stage: { Type: 'String', Default: 'test' } },
      Conditions: {
        IsProduction: { 'Fn::Equals': [{ Ref: 'Stage' }, 'production'] },
        IsTest: { 'Fn::Not': [{ Condition: 'IsProduction' }] },
      },
    };
    const resources = { One: { ...queue, Condition: 'IsProduction' }, Two: { ...queue, Condition: 'IsTest' } };
    expect(load(resources, sections).resources.map(({ logicalId }) => logicalId)).toEqual(['Two']);
  });

  it('finds the folders of assets by their S3 keys', () => {
    expect(load({}).assetFolders.get('abc.zip')).toMatch(/asset\.abc$/);
  });

  it.each([
    ['a resource type', { X: { Type: 'AWS::S3::Bucket' } }, {}, 'X: AWS::S3::Bucket is not supported'],
    ['a member of a resource', { X: { ...queue, CreationPolicy: {} } }, {}, 'X (AWS::SQS::Queue): CreationPolicy'],
    ['a section', {}, { Mappings: {} }, 'the template: Mappings'],
    ['an attribute', { X: queue, Y: ref('Fn::GetAtt', ['X', 'Colour']) }, {}, 'X (AWS::SQS::Queue): Fn::GetAtt Colour'],
    ['an intrinsic', { Y: ref('Fn::ImportValue', 'x') }, {}, 'Y (AWS::SQS::Queue): intrinsic function Fn::ImportValue'],
    ['a reference', { Y: ref('Ref', 'Nobody') }, {}, 'Ref: Nobody is neither a resource nor has it a default'],
  ])('refuses %s that it does not know, by name', (_what, resources, sections, message) => {
    expect(() => load(resources, sections)).toThrow(message);
  });
});

function ref(name: string, argument: string | string[]) {
  return { Type: 'AWS::SQS::Queue', Properties: { QueueName: { [name]: argument } } };
}
