import { beforeAll, expect, test } from 'vitest';
import { type DetailType, eventCatalogue } from '../../domain/events/catalogue.ts';
import { functionsByName, type Resource, resources, synthesizeTemplate, target } from '../lib/template.ts';
import { subscriptions } from './services/bus.ts';
import { batchSize, maximumConcurrency, maximumReceives, visibilityMilliseconds } from './services/queue.ts';
import { lanes, maximumCountingRetries, maximumRetries, batchSize as relayBatchSize } from './services/relay.ts';

/** Figures are estimates, which nothing depends on: nobody counts them in a simulation. */
const leftOut = 'project-figures';

/** What the simulation stands in for is what the stack deploys: where they part, one of these fails. */

let template: ReturnType<typeof synthesizeTemplate>;
beforeAll(() => {
  // Gathering is one more delay, of which the simulation has enough.
  template = synthesizeTemplate({ gracePeriodSeconds: 30, projectionWindowSeconds: 0 });
});

function consumerOf(queueId: string): string {
  const mappings = resources(template, 'AWS::Lambda::EventSourceMapping');
  const mapping = mappings.find(([, { Properties }]) => target(Properties.EventSourceArn) === queueId)?.[1];
  const id = mapping === undefined ? '' : target(mapping.Properties.FunctionName);
  return [...functionsByName(template)].find(([, lambda]) => lambda.id === id)?.[0] ?? '';
}

/** Each type with the one source that it has. */
function kindsOf(pattern: { readonly source: string[]; readonly 'detail-type': DetailType[] }): string[] {
  const kinds = pattern['detail-type'].map((detailType) => [eventCatalogue[detailType].source, detailType] as const);
  return kinds.filter(([source]) => pattern.source.includes(source)).map((kind) => kind.join(' '));
}

test('the bus delivers what the rules of the stack let through', () => {
  const rules = resources(template, 'AWS::Events::Rule').map(([, rule]) => rule.Properties);
  const consumed = rules.map(
    ({ Targets, EventPattern }) => [consumerOf(target(Targets[0].Arn)), EventPattern] as const,
  );
  const told = consumed.filter(([consumer]) => consumer !== '' && consumer !== leftOut);
  const found = Object.fromEntries(told.map(([consumer, pattern]) => [consumer, kindsOf(pattern).sort()]));
  const simulated = Object.entries(subscriptions).map(([consumer, kinds]) => [consumer, [...kinds].sort()] as const);
  expect(found).toEqual(Object.fromEntries(simulated));
});

function mappingsFrom(service: 'sqs' | 'dynamodb'): Resource['Properties'][] {
  const mappings = resources(template, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
  return mappings.filter(({ StartingPosition }) => (StartingPosition !== undefined) === (service === 'dynamodb'));
}

test('queues hand over and give up as those of the stack', () => {
  const queues = new Map(resources(template, 'AWS::SQS::Queue'));
  const consumed = mappingsFrom('sqs').filter(({ EventSourceArn }) => consumerOf(target(EventSourceArn)) !== leftOut);
  expect(consumed).toHaveLength(Object.keys(subscriptions).length);
  for (const { EventSourceArn, BatchSize, ScalingConfig } of consumed) {
    const { VisibilityTimeout, RedrivePolicy } = queues.get(target(EventSourceArn))?.Properties ?? {};
    expect({
      batchSize: BatchSize,
      maximumConcurrency: ScalingConfig.MaximumConcurrency,
      visibilityMilliseconds: VisibilityTimeout * 1_000,
      maximumReceives: RedrivePolicy.maxReceiveCount,
    }).toEqual({ batchSize, maximumConcurrency, visibilityMilliseconds, maximumReceives });
  }
});

test('streams are read as those of the stack', () => {
  const bounds = {
    BatchSize: relayBatchSize,
    ParallelizationFactor: lanes,
    MaximumRetryAttempts: maximumRetries,
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  };
  const counting = { ...bounds, MaximumRetryAttempts: maximumCountingRetries };
  const expected = [bounds, bounds, counting].map((properties) => expect.objectContaining(properties));
  expect(mappingsFrom('dynamodb')).toEqual(expected);
});

test('the relay leaves out what the filters of the stack leave out', () => {
  const filters = mappingsFrom('dynamodb').map(({ FilterCriteria }) =>
    FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern)),
  );
  const insert = { eventName: ['INSERT'] };
  expect(filters).toEqual([
    [{ ...insert, dynamodb: { Keys: { sk: { S: [{ prefix: 'EVENT#' }] } } } }],
    [
      {
        ...insert,
        dynamodb: { Keys: { sk: { S: ['RESERVATION'] } }, NewImage: { status: { S: ['Held', 'Rejected'] } } },
      },
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { sk: { S: ['STOCK'] } } } },
      { ...insert, dynamodb: { Keys: { sk: { S: ['DISCREPANCY'] } } } },
    ],
    [
      {
        eventName: ['MODIFY'],
        dynamodb: { Keys: { sk: { S: ['RESERVATION'] } }, NewImage: { uncountedSince: { S: [{ exists: true }] } } },
      },
    ],
  ]);
});
