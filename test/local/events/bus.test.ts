import { beforeEach, describe, expect, it } from 'vitest';
import { EventBuses, type EventBusesOptions } from '../../../local/events/bus.ts';
import { Journal } from '../../../local/journal/journal.ts';
import { type Authorizer, type Interceptor, passThrough, unrestricted } from '../../../local/ports.ts';
import { Queues } from '../../../local/queues/queues.ts';
import { ACCOUNT, queueArn, REGION, ruleArn } from '../arns.ts';
import { denying } from '../denying.ts';
import { FakeClock, promisesSettled } from '../fake-clock.ts';
import { temporaryJournal } from '../temporary-journal.ts';

type World = {
  readonly clock: FakeClock;
  readonly queues: Queues;
  readonly buses: EventBuses;
  readonly reports: string[];
};

/** A bus `shop` with a rule that brings what `shop.orders` tells to the queue `orders`. */
function world(journal: Journal, options: Partial<EventBusesOptions> = {}, clock = new FakeClock()): World {
  const reports: string[] = [];
  const queues = new Queues({ journal, clock });
  for (const name of ['orders', 'failed']) queues.add(queueArn(name), {});
  const ports = {
    journal,
    clock,
    queues,
    interceptor: passThrough,
    access: unrestricted,
    report: (text: string) => reports.push(text),
  };
  const buses = new EventBuses({ ...ports, account: ACCOUNT, region: REGION, ...options });
  buses.addBus({ Name: 'shop' });
  buses.addRule(ruleArn('orders'), {
    EventBusName: 'shop',
    EventPattern: { source: ['shop.orders'] },
    State: 'ENABLED',
    Targets: [target({ DeadLetterConfig: { Arn: queueArn('failed') }, RetryPolicy: { MaximumRetryAttempts: 2 } })],
  });
  buses.start();
  return { clock, queues, buses, reports };
}

function target(more: object = {}): object {
  return { Id: 'Target0', Arn: queueArn('orders'), ...more };
}

function entry(more: object = {}): object {
  return { EventBusName: 'shop', Source: 'shop.orders', DetailType: 'Placed', Detail: '{"orderId":"o1"}', ...more };
}

function bodies(queues: Queues, name: string): readonly unknown[] {
  return queues.messages(queueArn(name)).map(({ body }): unknown => JSON.parse(body));
}

/** Lets the first deliveries fail. */
function failing(times: number): Interceptor {
  let left = times;
  return {
    intercept: (_point, act) => {
      left -= 1;
      return left >= 0 ? Promise.reject(new Error('no route')) : act();
    },
  };
}

let journal: Journal;

beforeEach(() => {
  journal = new Journal(':memory:');
});

describe('PutEvents', () => {
  it('delivers an event to the target of the rule it matches, in the envelope of EventBridge', async () => {
    const { buses, queues } = world(journal);
    const { Entries: entries, FailedEntryCount: failed } = buses.putEvents({ Entries: [entry()] });
    await promisesSettled();
    expect(failed).toBe(0);
    expect(bodies(queues, 'orders')).toEqual([
      {
        version: '0',
        id: entries[0] && 'EventId' in entries[0] ? entries[0].EventId : 'none',
        'detail-type': 'Placed',
        source: 'shop.orders',
        account: ACCOUNT,
        time: '2026-03-01T12:00:00Z',
        region: REGION,
        resources: [],
        detail: { orderId: 'o1' },
      },
    ]);
  });

  it('gives up at once what the target does not let in, as a dead letter if that is let in', async () => {
    const access = denying('sqs:SendMessage');
    const lost = world(journal, { access });
    lost.buses.putEvents({ Entries: [entry()] });
    await promisesSettled();
    expect([...bodies(lost.queues, 'orders'), ...bodies(lost.queues, 'failed')]).toEqual([]);
    const asked = (name: string) => `events.amazonaws.com sqs:SendMessage ${queueArn(name)}`;
    expect(access.asked).toEqual([asked('orders'), asked('failed')]);
    expect(lost.buses.pending()).toEqual([]);
  });

  it('tells in a dead letter that a permission is missing', async () => {
    const denied = denying('sqs:SendMessage');
    const authorize: Authorizer['authorize'] = (request) =>
      request.resource === queueArn('orders') ? denied.authorize(request) : undefined;
    const { buses, queues } = world(journal, { access: { authorize } });
    buses.putEvents({ Entries: [entry()] });
    await promisesSettled();
    const [letter] = queues.messages(queueArn('failed'));
    expect(letter?.attributes).toMatchObject({ ERROR_CODE: { StringValue: 'NO_PERMISSIONS' } });
    expect(letter?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  it('gives the envelope the time and the resources of the entry', async () => {
    const { buses, queues } = world(journal);
    buses.putEvents({ Entries: [entry({ Time: 1_700_000_000.5, Resources: ['arn:x'] })] });
    await promisesSettled();
    expect(bodies(queues, 'orders')).toMatchObject([{ time: '2023-11-14T22:13:20Z', resources: ['arn:x'] }]);
  });

  it('delivers nothing that matches no rule, nor to a disabled rule, nor from another bus', async () => {
    const { buses, queues } = world(journal);
    const properties = { EventPattern: { source: ['shop.stock'] }, State: 'DISABLED', Targets: [target()] };
    buses.addRule(ruleArn('off'), { ...properties, EventBusName: 'shop' });
    buses.putEvents({ Entries: [entry({ Source: 'shop.stock' }), entry({ EventBusName: 'default' })] });
    await promisesSettled();
    expect(bodies(queues, 'orders')).toEqual([]);
  });

  it.each([
    ['InvalidArgument', { Source: '' }],
    ['InvalidArgument', { DetailType: undefined }],
    ['InvalidArgument', { Detail: undefined }],
    ['MalformedDetail', { Detail: '{"orderId":' }],
    ['MalformedDetail', { Detail: '["o1"]' }],
    ['MalformedDetail', { Detail: '"o1"' }],
    ['NotAuthorizedForSourceException', { Source: 'aws.states' }],
  ])('refuses one entry with %s and accepts the other', (errorCode, more) => {
    const { buses } = world(journal);
    const response = buses.putEvents({ Entries: [entry(more), entry()] });
    expect(response).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: errorCode }, { EventId: expect.any(String) }],
    });
    expect(buses.eventsAfter(0, 'shop')).toHaveLength(1);
  });

  it.each([
    ['more than 10 entries', { Entries: Array.from({ length: 11 }, () => entry()) }, 'ValidationException'],
    ['no entries', { Entries: [] }, 'ValidationException'],
    ['1 MB', { Entries: [entry({ Detail: JSON.stringify({ x: 'y'.repeat(1024 * 1024) }) })] }, 'ValidationException'],
    ['an unknown field', { Entries: [entry({ Colour: 'red' })] }, 'ValidationException'],
    ['an unknown bus', { Entries: [entry({ EventBusName: 'other' })] }, 'ResourceNotFoundException'],
  ])('refuses a request with %s as a whole', (_name, request, code) => {
    const { buses } = world(journal);
    expect(() => buses.putEvents(request)).toThrow(expect.objectContaining({ code }));
    expect(buses.eventsAfter(0, 'shop')).toEqual([]);
  });
});

describe('The log of a bus', () => {
  it('tells every accepted event of this bus after a number, in order', () => {
    const { buses } = world(journal);
    buses.putEvents({ Entries: [entry(), entry({ EventBusName: undefined })] });
    buses.putEvents({ Entries: [entry({ DetailType: 'Paid' })] });
    expect(buses.eventsAfter(0, 'shop')).toEqual([
      { n: 1, at: '2026-03-01T12:00:00.000Z', source: 'shop.orders', detailType: 'Placed', detail: { orderId: 'o1' } },
      { n: 3, at: '2026-03-01T12:00:00.000Z', source: 'shop.orders', detailType: 'Paid', detail: { orderId: 'o1' } },
    ]);
    expect(buses.eventsAfter(1, 'shop').map(({ n }) => n)).toEqual([3]);
  });

  it('has the events that AWS services emit, on the default bus', () => {
    const { buses } = world(journal);
    const event = { source: 'aws.states', detailType: 'Changed', detail: {}, resources: [], timeMilliseconds: 0 };
    buses.emit(event);
    expect(buses.eventsAfter(0, 'default')).toMatchObject([{ source: 'aws.states' }]);
  });
});

describe('A delivery', () => {
  it('is accepted before the answer, so that a kill right after it loses nothing', async () => {
    const file = temporaryJournal();
    const stuck: Interceptor = { intercept: () => new Promise(() => undefined) };
    const { buses, clock } = world(file.journal, { interceptor: stuck });
    buses.putEvents({ Entries: [entry()] });
    expect(buses.pending()).toEqual(['event buses: 1 deliveries']);

    const next = world(file.reopen(), {}, clock.afterKill());
    await promisesSettled();
    expect(bodies(next.queues, 'orders')).toHaveLength(1);
    expect(next.buses.pending()).toEqual([]);
  });

  it('is retried when it fails', async () => {
    const { buses, queues, clock } = world(journal, { interceptor: failing(2) });
    buses.putEvents({ Entries: [entry()] });
    await clock.advance(1000);
    expect(bodies(queues, 'orders')).toHaveLength(0);
    await clock.advance(2000);
    expect(bodies(queues, 'orders')).toHaveLength(1);
  });

  it('keeps its retry across a restart', async () => {
    const file = temporaryJournal();
    const before = world(file.journal, { interceptor: failing(9) });
    before.buses.putEvents({ Entries: [entry()] });
    await promisesSettled();

    const after = world(file.reopen(), {}, before.clock.afterKill());
    await promisesSettled();
    expect(bodies(after.queues, 'orders')).toHaveLength(0);
    await after.clock.advance(1000);
    expect(bodies(after.queues, 'orders')).toHaveLength(1);
  });

  it('goes to the dead-letter queue of the target after its last retry, and says why', async () => {
    const { buses, queues, clock, reports } = world(journal, { interceptor: failing(99) });
    buses.putEvents({ Entries: [entry()] });
    await clock.advance(60_000);
    const [letter] = queues.messages(queueArn('failed'));
    expect(bodies(queues, 'failed')).toMatchObject([{ detail: { orderId: 'o1' } }]);
    expect(letter?.attributes).toMatchObject({
      RULE_ARN: { StringValue: ruleArn('orders') },
      TARGET_ARN: { StringValue: queueArn('orders') },
      ERROR_MESSAGE: { StringValue: 'no route' },
      EXHAUSTED_RETRY_CONDITION: { StringValue: 'MaximumRetryAttempts' },
      RETRY_ATTEMPTS: { StringValue: '2' },
    });
    expect(reports).toEqual([expect.stringContaining('was not delivered')]);
  });

  it('is made twice when the interceptor says so', async () => {
    const twice: Interceptor = {
      intercept: async (_point, act) => {
        await act();
        return act();
      },
    };
    const { buses, queues } = world(journal, { interceptor: twice });
    buses.putEvents({ Entries: [entry()] });
    await promisesSettled();
    expect(bodies(queues, 'orders')).toHaveLength(2);
  });
});

describe('Event resources', () => {
  const rule = { EventPattern: { source: ['a'] } };

  it.each([
    ['ScheduleExpression', { ...rule, ScheduleExpression: 'rate(1 day)' }],
    ['InputTransformer', { ...rule, Targets: [target({ InputTransformer: {} })] }],
    ['InputPath', { ...rule, Targets: [target({ InputPath: '$' })] }],
    ['arn:aws:lambda', { ...rule, Targets: [target({ Arn: 'arn:aws:lambda:x:1:function:f' })] }],
    ['cidr', { EventPattern: { source: [{ cidr: '::/0' }] } }],
    ['Event bus other does not exist', { ...rule, EventBusName: 'other' }],
  ])('refuse a rule with a message that names %s', (name, properties) => {
    expect(() => world(journal).buses.addRule(ruleArn('r'), properties)).toThrow(name);
  });

  it('take a rule whose bus is given by its ARN', () => {
    const { buses } = world(journal);
    const busArn = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/shop`;
    expect(() => buses.addRule(ruleArn('r'), { ...rule, EventBusName: busArn })).not.toThrow();
  });

  it('refuse a bus with an unknown property', () => {
    expect(() => world(journal).buses.addBus({ Name: 'b', EventSourceName: 'partner' })).toThrow('EventSourceName');
  });

  it('take an archive of a known bus, and refuse unknown properties and patterns in it', () => {
    const { buses } = world(journal);
    const archive = { SourceArn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/shop` };
    buses.addArchive({ ...archive, RetentionDays: 30, EventPattern: { source: [{ prefix: 'shop.' }] } });
    expect(() => buses.addArchive({ ...archive, Colour: 'red' })).toThrow('Colour');
    expect(() => buses.addArchive({ ...archive, EventPattern: { source: [{ cidr: 'x' }] } })).toThrow('cidr');
  });
});
