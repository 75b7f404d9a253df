import { describe, expect, test } from 'vitest';
import { functionsByName, resources, synthesizeTemplate } from './template.ts';

const templates = {
  standard: synthesizeTemplate({ orchestration: 'standard' }),
  express: synthesizeTemplate({ orchestration: 'express' }),
};

function machine(orchestration: keyof typeof templates) {
  const [[, { Properties }] = ['', { Properties: {} }], ...rest] = resources(
    templates[orchestration],
    'AWS::StepFunctions::StateMachine',
  );
  expect(rest).toEqual([]);
  return Properties;
}

function logicalIds(orchestration: keyof typeof templates, type: string): string[] {
  return resources(templates[orchestration], type).map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
}

/** What only the one has, by type. */
function onlyOn(one: keyof typeof templates, other: keyof typeof templates, type: string): string[] {
  const others = logicalIds(other, type);
  return logicalIds(one, type).filter((id) => !others.includes(id));
}

test.each([
  ['standard', 'STANDARD'],
  ['express', 'EXPRESS'],
] as const)('orchestration %s makes a state machine of type %s, whose failures are logged', (orchestration, type) => {
  expect(machine(orchestration)).toMatchObject({
    StateMachineType: type,
    LoggingConfiguration: { Level: 'ERROR', Destinations: [expect.anything()] },
  });
});

test('the default is standard', () => {
  expect(resources(synthesizeTemplate(), 'AWS::StepFunctions::StateMachine')).toEqual(
    resources(templates.standard, 'AWS::StepFunctions::StateMachine'),
  );
});

describe('Express executions send no word of their failure', () => {
  test.each([
    ['AWS::SQS::Queue', ['SagaFailedExecutions']],
    ['AWS::SQS::QueuePolicy', ['SagaFailedExecutionsPolicy']],
    ['AWS::Events::Rule', ['SagaFailedExecutionsRule']],
    ['AWS::CloudWatch::Alarm', ['AlarmsFailedExecutions']],
    ['AWS::Lambda::Function', []],
    ['AWS::DynamoDB::GlobalTable', []],
  ])('of the type %s only Standard has %j', (type, ids) => {
    expect(onlyOn('standard', 'express', type)).toEqual(ids);
    expect(onlyOn('express', 'standard', type)).toEqual([]);
  });

  test('no output and no function names a queue for it', () => {
    const outputs = (orchestration: keyof typeof templates) => Object.keys(templates[orchestration].findOutputs('*'));
    expect(outputs('standard').filter((name) => !outputs('express').includes(name))).toEqual([
      'FailedExecutionsQueueUrl',
    ]);
    const environment = functionsByName(templates.express).get('get-overview')?.Properties.Environment;
    expect(JSON.stringify(environment)).not.toContain('FailedExecutions');
  });

  test('their metrics are what wakes somebody', () => {
    const alarm = resources(templates.express, 'AWS::CloudWatch::Alarm').find(([id]) => /^AlarmsExecutions/.test(id));
    const metrics: {
      readonly Expression?: string;
      readonly MetricStat?: { readonly Metric: { readonly MetricName: string } };
    }[] = alarm?.[1].Properties.Metrics;
    expect(metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? [])).toEqual([
      'ExecutionsFailed',
      'ExecutionsTimedOut',
    ]);
    expect(metrics[0]?.Expression).toBe('FILL(failed, 0) + FILL(timedOut, 0)');
    expect(alarm?.[1].Properties).toMatchObject({ Threshold: 0, TreatMissingData: 'notBreaching' });
  });
});
