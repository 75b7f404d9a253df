import { describe, expect, test } from 'vitest';
import { functionsByName, type Resource, resources, synthesizeTemplate, target } from './template.ts';

const template = synthesizeTemplate({ gracePeriodSeconds: 30 });
const queues = new Map(resources(template, 'AWS::SQS::Queue'));
const rules = resources(template, 'AWS::Events::Rule');
const mappings = resources(template, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
const fromQueues = mappings.filter(({ EventSourceArn }) => queues.has(target(EventSourceArn)));
const fromStreams = mappings.filter(({ EventSourceArn }) => !queues.has(target(EventSourceArn)));
const functions = new Map([...functionsByName(template).values()].map((resource) => [resource.id, resource]));

function queue(id: string): Resource {
  const found = queues.get(id);
  if (found === undefined) throw new Error(`There is no queue ${id}`);
  return found;
}

/** A queue that no function reads: what is there waits for a person. */
function isDeadLetterQueue(id: string): boolean {
  return queues.has(id) && !fromQueues.some(({ EventSourceArn }) => target(EventSourceArn) === id);
}

describe('rules', () => {
  const delivering = rules.filter(([, rule]) => !isDeadLetterQueue(target(rule.Properties.Targets[0].Arn)));

  test('one for each consumer of the bus', () => {
    expect(delivering).toHaveLength(5);
    for (const [, { Properties }] of rules) expect(Properties.Targets).toHaveLength(1);
  });

  test.each(delivering)('%s gives what it cannot deliver to a dead-letter queue', (_id, { Properties }) => {
    expect(isDeadLetterQueue(target(Properties.Targets[0].DeadLetterConfig.Arn))).toBe(true);
  });

  test('failed, timed-out and aborted executions are told by the default bus, and reach a dead-letter queue', () => {
    const [, rule] = rules.find(([, { Properties }]) => Properties.EventBusName === undefined) ?? [];
    expect(rule?.Properties.EventPattern.detail.status).toEqual(['FAILED', 'TIMED_OUT', 'ABORTED']);
    expect(isDeadLetterQueue(target(rule?.Properties.Targets[0].Arn))).toBe(true);
  });
});

describe('queues', () => {
  test.each([...queues.keys()])('%s is encrypted, and only spoken to over TLS', (id) => {
    expect(queue(id).Properties.SqsManagedSseEnabled).toBe(true);
    const policy = resources(template, 'AWS::SQS::QueuePolicy').find(
      ([, { Properties }]) => target(Properties.Queues[0]) === id,
    );
    expect(JSON.stringify(policy)).toContain('"aws:SecureTransport":"false"');
  });

  test.each([...queues.keys()].filter(isDeadLetterQueue))('%s keeps its letters for 14 days', (id) => {
    expect(queue(id).Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
  });

  test.each(fromQueues.map(({ EventSourceArn }) => target(EventSourceArn)))(
    '%s gives a message up only after 20 receives',
    (id) => {
      const { RedrivePolicy } = queue(id).Properties;
      expect(RedrivePolicy.maxReceiveCount).toBeGreaterThanOrEqual(20);
      expect(isDeadLetterQueue(target(RedrivePolicy.deadLetterTargetArn))).toBe(true);
    },
  );

  test.each(fromQueues)('messages stay hidden for six times as long as their function may run', (mapping) => {
    const { VisibilityTimeout } = queue(target(mapping.EventSourceArn)).Properties;
    const timeout = functions.get(target(mapping.FunctionName))?.Properties.Timeout;
    expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * timeout);
  });

  test.each(fromQueues)('batches fail in part, and at least two run at a time', (mapping) => {
    expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    expect(mapping.ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
    expect(mapping.BatchSize).toBe(10);
  });

  test('events are gathered only for what tells of orders, and nobody waits for that', () => {
    const windows = (context: object) =>
      resources(synthesizeTemplate({ ...context }), 'AWS::Lambda::EventSourceMapping')
        .filter(([, { Properties }]) => Properties.MaximumBatchingWindowInSeconds !== undefined)
        .map(
          ([id, { Properties }]) => `${id.match(/Project[A-Z][a-z]+/)} ${Properties.MaximumBatchingWindowInSeconds}`,
        );
    expect(new Set(windows({}))).toEqual(new Set(['ProjectMovements 2', 'ProjectFigures 2']));
    expect(windows({ projectionWindowSeconds: 0 })).toEqual([]);
  });

  test('messages stay hidden for as long as they are gathered, too', () => {
    const hidden = (context: object) =>
      resources(synthesizeTemplate({ ...context }), 'AWS::SQS::Queue').flatMap(([id, { Properties }]) =>
        /ProjectMovementsQueue/.test(id) ? [Properties.VisibilityTimeout] : [],
      );
    expect(hidden({ projectionWindowSeconds: 20 })).toEqual([50]);
    expect(hidden({ projectionWindowSeconds: 0 })).toEqual([30]);
  });

  test('no function has reserved concurrency, whose throttles would use up receives', () => {
    for (const { Properties } of functions.values()) expect(Properties.ReservedConcurrentExecutions).toBeUndefined();
  });

  test('a grace period delays its queue, and without one there is none', () => {
    const delayed = (context: object) =>
      resources(synthesizeTemplate({ ...context }), 'AWS::SQS::Queue').map(
        ([, { Properties }]) => Properties.DelaySeconds,
      );
    expect(delayed({ gracePeriodSeconds: 30 })).toContain(30);
    expect(delayed({}).filter((seconds) => seconds !== undefined)).toEqual([]);
  });
});

describe('streams', () => {
  test('both tables that tell events are relayed', () => {
    const sources = fromStreams.map(({ EventSourceArn }) => target(EventSourceArn)).sort();
    const [inventory, orders] = [expect.stringMatching(/^TablesInventory/), expect.stringMatching(/^TablesOrders/)];
    // The inventory has a second reader, which counts.
    expect(sources).toEqual([inventory, inventory, orders]);
  });

  test.each(fromStreams)('records that cannot be published do not hold back the others for ever', (mapping) => {
    expect(mapping).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(mapping.MaximumRetryAttempts).toBeGreaterThanOrEqual(5);
    expect(mapping.MaximumRecordAgeInSeconds).toBeLessThan(24 * 3600);
    expect(isDeadLetterQueue(target(mapping.DestinationConfig.OnFailure.Destination))).toBe(true);
  });
});

describe('the schedules', () => {
  const rates = (context: object) =>
    resources(synthesizeTemplate({ ...context }), 'AWS::Scheduler::Schedule')
      .map(([id, { Properties }]) => `${id.replace(/Schedule.*/, '')}: ${Properties.ScheduleExpression}`)
      .sort();

  test('have dead-letter queues of their own, for calls that could not be made and for those that failed', () => {
    const schedules = resources(template, 'AWS::Scheduler::Schedule');
    const letters = schedules.map(([, { Properties }]) => target(Properties.Target.DeadLetterConfig.Arn));
    expect(letters.every(isDeadLetterQueue)).toBe(true);
    expect(new Set(letters).size).toBe(2);
    const failures = resources(template, 'AWS::Lambda::EventInvokeConfig').map(([, { Properties }]) =>
      target(Properties.DestinationConfig.OnFailure.Destination),
    );
    expect(failures.sort()).toEqual(letters.sort());
  });

  test.each([
    [{}, 'rate(15 minutes)', 'rate(1 minute)'],
    [{ sweepSeconds: 120, reconcileSeconds: 3_600 }, 'rate(1 hour)', 'rate(2 minutes)'],
    [{ target: 'local', sweepSeconds: 60 }, 'rate(15 minutes)', 'rate(1 minute)'],
    [{ target: 'local', sweepSeconds: 5, reconcileSeconds: 1 }, 'rate(1 seconds)', 'rate(5 seconds)'],
  ])('with %o are %s and %s', (context, reconciliation, sweep) => {
    expect(rates(context)).toEqual([`Reconciliation: ${reconciliation}`, `Sweep: ${sweep}`]);
  });
});
