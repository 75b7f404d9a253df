import { describe, expect, test } from 'vitest';
import { resources, synthesizeTemplate } from './template.ts';

const template = synthesizeTemplate({ gracePeriodSeconds: 1 });
const dashboards = resources(template, 'AWS::CloudWatch::Dashboard');

/** The body as text, whose references to resources are left as they are. */
function body(): string {
  return JSON.stringify(dashboards[0]?.[1].Properties.DashboardBody);
}

test('there is one screen', () => {
  expect(dashboards).toHaveLength(1);
});

describe('it shows', () => {
  const metrics = [
    'OrdersPlaced',
    'OrdersPaid',
    'OrdersCancelled',
    'OrdersInFlight',
    'OldestOrderInFlight',
    'ReservationLatency',
    'ReservationConflicts',
    'StockRejections',
    'Expiries',
    'ExpiryLag',
    'Compensations',
    'DiscrepanciesFound',
    'IteratorAge',
    'ExecutionsFailed',
    'ExecutionsTimedOut',
    'ReadThrottleEvents',
    'WriteThrottleEvents',
    '5xx',
  ];
  test.each(metrics)('%s', (metric) => {
    expect(body()).toContain(`\\"${metric}\\"`);
  });

  test('every dead-letter queue, and the errors of every function', () => {
    const queues = resources(template, 'AWS::SQS::Queue').filter(([id]) => /DeadLetters|FailedExecutions/.test(id));
    expect(queues.length).toBeGreaterThan(5);
    for (const [id] of queues) expect(body()).toContain(id);
    for (const [id] of resources(template, 'AWS::Lambda::Function')) {
      if (!id.startsWith('Custom') && !id.startsWith('LogRetention')) expect(body()).toContain(id);
    }
  });
});

test('every metric of its own names the stack, so that two stacks are told apart', () => {
  const own = [...body().matchAll(/\[\\"Holdfast\\",\\"\w+\\"(,[^\]]*)?\]/g)].map(([text]) => text);
  expect(own.length).toBeGreaterThan(10);
  expect(own.filter((text) => !text.includes('\\"stack\\"'))).toEqual([]);
});

test('a line that sums sums its own metrics, and no others of its graph', () => {
  const sums = [...body().matchAll(/SUM\(METRICS\(([^)]*)\)\)/g)].map(([, prefix]) => prefix);
  expect(sums).toHaveLength(3);
  expect(new Set(sums).size).toBe(3);
});
