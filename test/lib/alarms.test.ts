import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { functionsByName, resources, synthesizeTemplate, target } from './template.ts';

const template = synthesizeTemplate({ gracePeriodSeconds: 30 });
const alarms = resources(template, 'AWS::CloudWatch::Alarm');
const runbook = join(import.meta.dirname, '..', '..', 'docs', 'runbook');
const pages = readdirSync(runbook).filter((name) => name.endsWith('.md') && name !== 'README.md');

type Metric = {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
};
type Alarm = (typeof alarms)[number][1];

/** The metrics that an alarm looks at, by itself or in its expression. */
function metricsOf({ Properties }: Alarm): Metric[] {
  if (Properties.Metrics === undefined) return [Properties];
  return Properties.Metrics.flatMap((query: { readonly MetricStat?: { readonly Metric: Metric } }) =>
    query.MetricStat === undefined ? [] : [query.MetricStat.Metric],
  );
}

/** The logical ids of what an alarm looks at. */
function subjectsOf(alarm: Alarm): string[] {
  return metricsOf(alarm).flatMap(({ Dimensions = [] }) =>
    Dimensions.map(({ Value }) => (typeof Value === 'object' && Value !== null ? target({ ...Value }) : String(Value))),
  );
}

function alarmsOn(logicalId: string, metricName: string): Alarm[] {
  return alarms
    .map(([, alarm]) => alarm)
    .filter(
      (alarm) => subjectsOf(alarm).includes(logicalId) && metricsOf(alarm).some((it) => it.MetricName === metricName),
    );
}

function pageOf({ Properties }: Alarm): string | undefined {
  return /\. Runbook: docs\/runbook\/([\w-]+\.md)$/.exec(Properties.AlarmDescription)?.[1];
}

const mappings = resources(template, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
const consumed = new Set(mappings.map(({ EventSourceArn }) => target(EventSourceArn)));
const queueIds = resources(template, 'AWS::SQS::Queue').map(([id]) => id);
const deadLetterQueues = queueIds.filter((id) => !consumed.has(id));

describe('the runbook', () => {
  test.each(alarms)('has a page for %s, which the alarm names', (_id, alarm) => {
    expect(pages).toContain(pageOf(alarm));
  });

  test.each(pages)('%s is the page of some alarm, and in the index', (page) => {
    expect(alarms.map(([, alarm]) => pageOf(alarm))).toContain(page);
    expect(readFileSync(join(runbook, 'README.md'), 'utf8')).toContain(`(${page})`);
  });

  test.each(pages.filter((page) => page !== 'discrepancy.md'))(
    '%s says all that somebody needs who was woken',
    (page) => {
      const text = readFileSync(join(runbook, page), 'utf8');
      const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
      expect(headings).toEqual(['What it means', 'What to look at', 'What to type', 'How to know that it is over']);
    },
  );

  test.each(['README.md', ...pages])('what %s says to type names options that there are', (page) => {
    const text = readFileSync(join(runbook, page), 'utf8');
    const options = [...text.matchAll(/npm run redrive(?: --)?((?: (?:--[\w-]+|<\w+>|"?\$?\w+"?))*)/g)].flatMap(
      ([, line = '']) => [...line.matchAll(/--[\w-]+/g)].map(([option]) => option),
    );
    const known = ['--all', '--list', '--kind', '--order', '--discard', '--stack', '--region', '--json', '--help'];
    expect(options.filter((option) => !known.includes(option))).toEqual([]);
  });
});

describe('alarms', () => {
  test.each(alarms)('%s tells the topic when it begins and when it is over', (_id, { Properties }) => {
    const [[topic] = []] = resources(template, 'AWS::SNS::Topic');
    expect(Properties.AlarmActions.map(target)).toEqual([topic]);
    expect(Properties.OKActions.map(target)).toEqual([topic]);
  });

  test.each(deadLetterQueues)(
    '%s is watched: letters that somebody looks at count too, and silence is no answer',
    (id) => {
      const [alarm, ...others] = alarmsOn(id, 'ApproximateNumberOfMessagesVisible');
      expect(others).toEqual([]);
      expect(alarm?.Properties).toMatchObject({
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 0,
        EvaluationPeriods: 1,
        TreatMissingData: 'ignore',
      });
      expect(alarm === undefined ? [] : metricsOf(alarm).map(({ MetricName }) => MetricName)).toEqual([
        'ApproximateNumberOfMessagesVisible',
        'ApproximateNumberOfMessagesNotVisible',
      ]);
    },
  );

  test.each(queueIds.filter((id) => consumed.has(id)))('%s is watched: events must not wait', (id) => {
    const [alarm] = alarmsOn(id, 'ApproximateAgeOfOldestMessage');
    const delay =
      resources(template, 'AWS::SQS::Queue').find(([other]) => other === id)?.[1].Properties.DelaySeconds ?? 0;
    expect(alarm?.Properties).toMatchObject({ Threshold: 300 + delay, TreatMissingData: 'notBreaching' });
  });

  test.each([...functionsByName(template)])('%s is watched: errors and throttles that go on', (_name, { id }) => {
    for (const metricName of ['Errors', 'Throttles']) {
      expect(alarmsOn(id, metricName)[0]?.Properties).toMatchObject({
        Namespace: 'AWS/Lambda',
        Statistic: 'Sum',
        Threshold: 0,
        EvaluationPeriods: 5,
        DatapointsToAlarm: 3,
        TreatMissingData: 'notBreaching',
      });
    }
  });

  test('executions that end without success are counted, however they ended', () => {
    const [[machine = ''] = []] = resources(template, 'AWS::StepFunctions::StateMachine');
    const [alarm] = alarmsOn(machine, 'ExecutionsFailed');
    expect(alarm === undefined ? [] : metricsOf(alarm).map(({ MetricName }) => MetricName)).toEqual([
      'ExecutionsFailed',
      'ExecutionsTimedOut',
      'ExecutionsAborted',
    ]);
  });

  test('a relay that lags is told after three minutes', () => {
    const relay = functionsByName(template).get('publish-events');
    expect(alarmsOn(relay?.id ?? '', 'IteratorAge')[0]?.Properties).toMatchObject({
      Threshold: 60_000,
      EvaluationPeriods: 3,
      Statistic: 'Maximum',
    });
  });

  test.each([
    ['sweep', {}, 60],
    ['sweep', { sweepSeconds: 300 }, 300],
    ['sweep', { target: 'local', sweepSeconds: 5 }, 60],
    ['reconcile', {}, 900],
  ])('that %s has not run for two rounds is told with %o, and silence is the trouble', (name, context, Period) => {
    const changed = synthesizeTemplate(context);
    const scheduled = functionsByName(changed).get(name);
    const missing = resources(changed, 'AWS::CloudWatch::Alarm').filter(
      ([, alarm]) => subjectsOf(alarm).includes(scheduled?.id ?? '') && alarm.Properties.MetricName === 'Invocations',
    );
    expect(missing.map(([, { Properties }]) => Properties)).toMatchObject([
      {
        Period,
        EvaluationPeriods: 2,
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
        TreatMissingData: 'breaching',
      },
    ]);
  });

  test.each([
    ['ExpiryLag', {}, 180, 60],
    ['ExpiryLag', { sweepSeconds: 300 }, 660, 300],
    ['OldestOrderInFlight', {}, 720, 60],
    ['OldestOrderInFlight', { gracePeriodSeconds: 100, sagaTimeoutSeconds: 10, sweepSeconds: 120 }, 600, 120],
  ])('%s is told with %o above %d s, until a sweep says otherwise', (MetricName, context, Threshold, Period) => {
    synthesizeTemplate(context).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'Holdfast',
      MetricName,
      Dimensions: [{ Name: 'stack', Value: 'Holdfast' }],
      Statistic: 'Maximum',
      Threshold,
      Period,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'ignore',
    });
  });

  test('discrepancies are told until a reconciliation finds none', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'Holdfast',
      MetricName: 'DiscrepanciesFound',
      Threshold: 0,
      TreatMissingData: 'ignore',
    });
  });
});

describe('the topic', () => {
  test('is encrypted with a key that lets the alarms of the account publish, and rotates', () => {
    const [[keyId, key] = ['', undefined]] = resources(template, 'AWS::KMS::Key');
    const [[, topic] = ['', undefined]] = resources(template, 'AWS::SNS::Topic');
    expect(target(topic?.Properties.KmsMasterKeyId)).toBe(keyId);
    expect(key?.Properties.EnableKeyRotation).toBe(true);
    expect(key?.Properties.KeyPolicy.Statement).toContainEqual({
      Sid: 'AlarmsEncrypt',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
  });

  test('lets the alarms of the account publish, and nobody speak to it without TLS', () => {
    const [[, policy] = ['', undefined]] = resources(template, 'AWS::SNS::TopicPolicy');
    const statements = policy?.Properties.PolicyDocument.Statement;
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    );
  });

  test('is an output, and writes to an address if there is one', () => {
    expect(Object.keys(template.findOutputs('*'))).toContain('AlarmTopicArn');
    expect(resources(template, 'AWS::SNS::Subscription')).toEqual([]);
    synthesizeTemplate({ alarmEmail: 'oncall@example.com' }).hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'oncall@example.com',
    });
  });
});

test('every dead-letter queue has an output, by which it is listed and redriven', () => {
  const outputs = Object.entries(template.findOutputs('*')).filter(([name]) =>
    /(DeadLetter|FailedExecutions)QueueUrl$/.test(name),
  );
  expect(outputs.map(([, { Value }]) => target(Value)).sort()).toEqual([...deadLetterQueues].sort());
});
