import { describe, expect, it } from 'vitest';
import { Journal } from '../../../local/journal/journal.ts';
import { type Authorizer, type Interceptor, passThrough, unrestricted } from '../../../local/ports.ts';
import { Queues } from '../../../local/queues/queues.ts';
import { AsyncInvocations } from '../../../local/schedule/async-invocations.ts';
import { Schedules } from '../../../local/schedule/schedules.ts';
import { ACCOUNT, queueArn, REGION } from '../arns.ts';
import { denying } from '../denying.ts';
import { FakeClock } from '../fake-clock.ts';
import { type FakeFunction, FakeFunctions, failure, functionArn, openFunction } from '../fake-functions.ts';
import { temporaryJournal } from '../temporary-journal.ts';

const scheduleArn = `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/default/sweep`;
const dead = queueArn('dead');
const sweep = functionArn('sweep');

type Options = {
  readonly call?: FakeFunction;
  readonly properties?: object;
  readonly target?: object;
  readonly invokeConfig?: object;
  readonly journal?: Journal;
  readonly clock?: FakeClock;
  readonly interceptor?: Interceptor;
  readonly access?: Authorizer;
};

/** A schedule that calls the function `sweep` every ten seconds. */
function world(options: Options = {}) {
  const { journal = new Journal(':memory:'), clock = new FakeClock() } = options;
  const { interceptor = passThrough, access = unrestricted } = options;
  const reports: string[] = [];
  const functions = new FakeFunctions(options.call && { sweep: options.call });
  const queues = new Queues({ journal, clock });
  queues.add(dead, {});
  const ports = { journal, clock, queues, interceptor, access, report: (problem: string) => reports.push(problem) };
  const invocations = new AsyncInvocations({ ...ports, invoker: functions });
  if (options.invokeConfig) invocations.configure(sweep, options.invokeConfig);
  let billed = 0;
  const onInvocation = () => {
    billed += 1;
  };
  const schedules = new Schedules({ ...ports, invocations, onInvocation, account: ACCOUNT, region: REGION });
  schedules.add(scheduleArn, {
    FlexibleTimeWindow: { Mode: 'OFF' },
    ScheduleExpression: 'rate(10 seconds)',
    Target: { Arn: sweep, RoleArn: 'arn:aws:iam::1:role/r', DeadLetterConfig: { Arn: dead }, ...options.target },
    ...options.properties,
  });
  invocations.start();
  schedules.start();
  return { clock, functions, queues, invocations, schedules, reports, billed: () => billed };
}

describe('A schedule', () => {
  it('calls its function at its rate, with the event of Scheduler', async () => {
    const { clock, functions } = world();
    await clock.advance(9999);
    expect(functions.calls).toEqual([]);
    await clock.advance(10_001);
    expect(functions.calls).toEqual([
      { functionArn: sweep, payload: expect.objectContaining({ time: '2026-03-01T12:00:10Z' }) },
      {
        functionArn: sweep,
        payload: {
          version: '0',
          id: expect.any(String),
          'detail-type': 'Scheduled Event',
          source: 'aws.scheduler',
          account: ACCOUNT,
          time: '2026-03-01T12:00:20Z',
          region: REGION,
          resources: [scheduleArn],
          detail: '{}',
        },
      },
    ]);
  });

  it('hands over its Input, if the template gives one', async () => {
    const { clock, functions, billed } = world({ target: { Input: '{"full":true}' } });
    expect(billed()).toBe(0);
    await clock.advance(10_000);
    expect(billed()).toBe(1);
    expect(functions.calls).toEqual([{ functionArn: sweep, payload: { full: true } }]);
  });

  it.each([
    ['rate(1 second)', 1000],
    ['rate(1 minute)', 60_000],
    ['rate(2 hours)', 7_200_000],
    ['rate(1 day)', 86_400_000],
  ])('may have the expression %s', async (ScheduleExpression, period) => {
    const { clock, functions } = world({ properties: { ScheduleExpression } });
    await clock.advance(period - 1);
    expect(functions.calls).toHaveLength(0);
    await clock.advance(1);
    expect(functions.calls).toHaveLength(1);
  });

  it('does nothing while it is disabled, and after it was stopped', async () => {
    const disabled = world({ properties: { State: 'DISABLED' } });
    await disabled.clock.advance(60_000);
    const stopped = world();
    await stopped.schedules.stop();
    await stopped.clock.advance(60_000);
    expect([...disabled.functions.calls, ...stopped.functions.calls]).toEqual([]);
  });

  it('fires once after its last call has ended, however often it came due meanwhile', async () => {
    const open = openFunction();
    const { clock, functions } = world({ call: open.call });
    await clock.advance(45_000);
    expect(functions.calls).toHaveLength(1);
    open.answer({ ok: true, payload: null });
    await clock.advance(0);
    expect(functions.calls).toHaveLength(2);
    open.answer({ ok: true, payload: null });
    await clock.advance(4999);
    expect(functions.calls).toHaveLength(2);
    await clock.advance(1);
    expect(functions.calls).toHaveLength(3);
  });

  it('keeps its beat across a restart, and makes up once for what it missed', async () => {
    const file = temporaryJournal();
    const before = world({ journal: file.journal });
    await before.clock.advance(14_000);

    const soon = world({ journal: file.reopen(), clock: before.clock.afterKill() });
    await soon.clock.advance(5999);
    expect(soon.functions.calls).toHaveLength(0);
    await soon.clock.advance(1);
    expect(soon.functions.calls).toHaveLength(1);

    const muchLater = new FakeClock(soon.clock.now() + 65_000);
    const late = world({ journal: file.reopen(), clock: muchLater });
    await late.clock.advance(0);
    expect(late.functions.calls).toHaveLength(1);
    await late.clock.advance(5000);
    expect(late.functions.calls).toHaveLength(2);
  });

  it('is not pending, but its running call is', async () => {
    const open = openFunction();
    const { clock, schedules, invocations } = world({ call: open.call });
    expect([...schedules.pending(), ...invocations.pending()]).toEqual([]);
    await clock.advance(10_000);
    expect(invocations.pending()).toEqual([`function ${sweep}: an asynchronous call is running`]);
    open.answer({ ok: true, payload: null });
    await clock.advance(0);
    expect(invocations.pending()).toEqual([]);
  });

  it('sends what it could not deliver to its dead-letter queue', async () => {
    const interceptor: Interceptor = { intercept: () => Promise.reject(new Error('no route')) };
    const target = { RetryPolicy: { MaximumRetryAttempts: 1 } };
    const { clock, queues, functions } = world({
      interceptor,
      target,
      properties: { ScheduleExpression: 'rate(1 hour)' },
    });
    await clock.advance(3_601_000);
    expect(functions.calls).toEqual([]);
    expect(queues.messages(dead).map(({ attributes }) => attributes)).toMatchObject([
      { SCHEDULE_ARN: { StringValue: scheduleArn }, TARGET_ARN: { StringValue: sweep } },
    ]);
  });

  it('gives up at once if its role may not call the function, and tells its dead-letter queue', async () => {
    const access = denying('lambda:InvokeFunction');
    const { clock, queues, functions } = world({ access });
    await clock.advance(10_000);
    expect(functions.calls).toEqual([]);
    expect(queues.messages(dead).map(({ attributes }) => attributes)).toMatchObject([
      { SCHEDULE_ARN: { StringValue: scheduleArn }, ERROR_CODE: { StringValue: 'NO_PERMISSIONS' } },
    ]);
    const role = 'arn:aws:iam::1:role/r scheduler';
    expect(access.asked).toEqual([`${role} lambda:InvokeFunction ${sweep}`, `${role} sqs:SendMessage ${dead}`]);
  });

  it.each([
    ['cron(0 * * * ? *)', { ScheduleExpression: 'cron(0 * * * ? *)' }],
    ['rate(0 minutes)', { ScheduleExpression: 'rate(0 minutes)' }],
    ['rate(1 week)', { ScheduleExpression: 'rate(1 week)' }],
    ['ActionAfterCompletion', { ActionAfterCompletion: 'DELETE' }],
    ['FlexibleTimeWindow', { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 } }],
    ['StartDate', { StartDate: '2026-01-01T00:00:00Z' }],
    ['only functions', { Target: { Arn: dead, RoleArn: 'r' } }],
    ['context attributes', { Target: { Arn: sweep, RoleArn: 'r', Input: '{"at":"<aws.scheduler.scheduled-time>"}' } }],
  ])('is refused with a message that names %s', (name, properties) => {
    expect(() => world({ properties })).toThrow(name);
  });
});

describe('An asynchronous call that fails', () => {
  const hourly = { ScheduleExpression: 'rate(1 hour)' };

  it('is made again after one minute and after two more, then given up', async () => {
    const { clock, functions, reports, invocations } = world({ call: () => failure('E', 'why'), properties: hourly });
    await clock.advance(3_600_000 + 59_999);
    expect(functions.calls).toHaveLength(1);
    expect(invocations.pending()).toEqual([`function ${sweep}: an asynchronous call waits for its retry`]);
    await clock.advance(1);
    expect(functions.calls).toHaveLength(2);
    await clock.advance(119_999);
    expect(functions.calls).toHaveLength(2);
    await clock.advance(1);
    expect(functions.calls).toHaveLength(3);
    expect(reports).toEqual([`An asynchronous call of ${sweep} was given up: E: why`]);
    expect(invocations.pending()).toEqual([]);
  });

  it('is made as often as its EventInvokeConfig says, and then goes to the destination on failure', async () => {
    const { clock, functions, queues } = world({
      call: () => failure('E', 'why'),
      properties: hourly,
      invokeConfig: {
        FunctionName: 'sweep',
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: dead } },
      },
    });
    await clock.advance(3_600_000);
    expect(functions.calls).toHaveLength(1);
    const records = queues.messages(dead).map(({ body }): unknown => JSON.parse(body));
    expect(records).toMatchObject([
      {
        requestContext: { functionArn: `${sweep}:$LATEST`, condition: 'RetriesExhausted', approximateInvokeCount: 1 },
        requestPayload: { source: 'aws.scheduler' },
        responsePayload: { errorType: 'E', errorMessage: 'why' },
      },
    ]);
  });

  it('is told to nobody if the function may not send to its destination', async () => {
    const access = denying('sqs:SendMessage');
    const DestinationConfig = { OnFailure: { Destination: dead } };
    const invokeConfig = { FunctionName: 'sweep', Qualifier: '$LATEST', MaximumRetryAttempts: 0, DestinationConfig };
    const { clock, queues, invocations } = world({
      call: () => failure('E'),
      properties: hourly,
      invokeConfig,
      access,
    });
    await clock.advance(3_600_000);
    expect(queues.messages(dead)).toEqual([]);
    expect(access.asked.at(-1)).toBe(`${sweep} sqs:SendMessage ${dead}`);
    expect(invocations.pending()).toEqual([]);
  });

  it('is made again at once after a restart, if it was running', async () => {
    const file = temporaryJournal();
    const before = world({ journal: file.journal, call: openFunction().call, properties: hourly });
    await before.clock.advance(3_600_000);
    const after = world({ journal: file.reopen(), clock: before.clock.afterKill(), properties: hourly });
    await after.clock.advance(0);
    expect(after.functions.calls).toEqual(before.functions.calls);
    expect(after.invocations.pending()).toEqual([]);
  });

  it('keeps the wait for its retry across a restart', async () => {
    const file = temporaryJournal();
    const before = world({ journal: file.journal, call: () => failure('E'), properties: hourly });
    await before.clock.advance(3_600_000 + 20_000);
    const after = world({ journal: file.reopen(), clock: before.clock.afterKill(), properties: hourly });
    await after.clock.advance(39_999);
    expect(after.functions.calls).toHaveLength(0);
    await after.clock.advance(1);
    expect(after.functions.calls).toHaveLength(1);
  });
});
