import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../local/json.ts';
import { readFunction } from '../../../local/lambda/function-definition.ts';
import { loadTemplate } from '../../../local/template/template.ts';
import { lambdaFunction, writeAssembly } from '../assembly.ts';

function read(properties: JsonObject) {
  const resources = { Handler: lambdaFunction('abc', properties) };
  const template = loadTemplate(writeAssembly({ resources, functions: { abc: '' } }));
  return template.resources.map((resource) => readFunction(resource, template.assetFolders))[0];
}

describe('A function of the template', () => {
  it('has the defaults of Lambda', () => {
    expect(read({})).toEqual({
      name: 'Shop-Handler',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:Shop-Handler',
      roleArn: 'arn:aws:iam::000000000000:role/any',
      moduleUrl: expect.stringMatching(/^file:.*asset\.abc\/index\.mjs$/),
      exportName: 'handler',
      environment: {},
      timeoutMilliseconds: 3000,
      memoryMegabytes: 128,
    });
  });

  it.each([
    [{ Layers: ['arn'] }, 'Layers'],
    [{ ReservedConcurrentExecutions: 1 }, 'ReservedConcurrentExecutions'],
    [{ Runtime: 'python3.13' }, 'Runtime'],
    [{ Code: { S3Bucket: 'b', S3Key: 'other.zip' } }, 'there is no asset other.zip'],
  ])('refuses %j, by name', (properties, message) => {
    expect(() => read(properties)).toThrow(message);
    expect(() => read(properties)).toThrow('Handler (AWS::Lambda::Function)');
  });
});
