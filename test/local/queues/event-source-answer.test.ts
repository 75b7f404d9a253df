import { describe, expect, it } from 'vitest';
import { reporting, send, succeed, work, world } from './event-source-world.ts';

describe('The answer of a function that reports batch item failures', () => {
  const complete: readonly (readonly [string, unknown])[] = [
    ['null', null],
    ['an empty object', {}],
    ['an empty list', { batchItemFailures: [] }],
    ['null for the list', { batchItemFailures: null }],
  ];
  const broken: readonly (readonly [string, unknown])[] = [
    ['a string', 'done'],
    ['an unknown id', { batchItemFailures: [{ itemIdentifier: 'other' }] }],
    ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['a null id', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['a misnamed id', { batchItemFailures: [{ id: 'a' }] }],
  ];

  it.each(complete)('means a complete success if it is %s', async (_name, answer) => {
    const { clock, queues, reports } = world(() => succeed(answer), reporting);
    send(queues, 'a', 'b');
    await clock.advance(0);
    expect(queues.messages(work)).toEqual([]);
    expect(reports).toEqual([]);
  });

  it.each(broken)('means a complete failure if it is or has %s', async (_name, answer) => {
    const { clock, queues, reports } = world(() => succeed(answer), reporting);
    send(queues, 'a', 'b');
    await clock.advance(0);
    expect(queues.messages(work)).toHaveLength(2);
    expect(reports).toHaveLength(1);
  });

  it('is not looked at without ReportBatchItemFailures', async () => {
    const { clock, queues } = world(() => succeed('done'));
    send(queues, 'a');
    await clock.advance(0);
    expect(queues.messages(work)).toEqual([]);
  });
});

describe('Filter criteria', () => {
  const criteria = (...patterns: readonly object[]) => ({
    FilterCriteria: { Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) },
  });

  it('let through what matches one of them, and delete the rest', async () => {
    const filters = criteria({ body: { kind: ['a'] } }, { body: ['plain'] });
    const { clock, queues, batches } = world(() => succeed(), filters);
    send(queues, '{"kind":"a"}', '{"kind":"b"}', 'plain', 'other');
    await clock.advance(0);
    expect(batches()).toEqual([['{"kind":"a"}', 'plain']]);
    expect(queues.messages(work)).toEqual([]);
  });
});

describe('A mapping', () => {
  it.each([
    ['StartingPosition', { StartingPosition: 'LATEST' }],
    ['ProvisionedPollerConfig', { ProvisionedPollerConfig: {} }],
    ['BatchSize above 10', { BatchSize: 11 }],
    ['EventSourceArn', { EventSourceArn: 'arn:aws:kinesis:x' }],
    ['MaximumConcurrency', { ScalingConfig: { MaximumConcurrency: 1 } }],
    ['cidr', { FilterCriteria: { Filters: [{ Pattern: '{"body":{"ip":[{"cidr":"x"}]}}' }] } }],
  ])('is refused with a message that names %s', (name, properties) => {
    expect(() => world(() => succeed(), properties)).toThrow(name);
  });
});
