import { type AuthorizeCall, AwsEndpoint, type ServiceApi } from '../endpoint/aws-endpoint.ts';
import type { EngineClient } from '../engine/engine-client.ts';
import { EventBuses } from '../events/bus.ts';
import type { Journal } from '../journal/journal.ts';
import type { Output } from '../lambda/function-worker.ts';
import { Functions } from '../lambda/functions.ts';
import { LambdaApi } from '../lambda/lambda-api.ts';
import { type Authorizer, type Interceptor, type Report, ServiceError } from '../ports.ts';
import { Queues } from '../queues/queues.ts';
import { SqsApi } from '../queues/sqs-api.ts';
import { AsyncInvocations } from '../schedule/async-invocations.ts';
import { Schedules } from '../schedule/schedules.ts';
import { Secrets } from '../secrets/secrets.ts';
import { SecretsApi } from '../secrets/secrets-api.ts';
import { StateMachines } from '../states/state-machines.ts';
import { StatesApi } from '../states/states-api.ts';
import { Streams } from '../streams/streams.ts';
import { ACCOUNT_ID, REGION } from '../template/pseudo-parameters.ts';
import { MeteredEngine } from '../usage/metered-engine.ts';
import { meteredPutEvents, meteredQueueApi, meteredSender } from '../usage/metered-services.ts';
import { stepFunctionsUnits } from '../usage/step-functions-units.ts';
import { Usage } from '../usage/usage.ts';
import { systemClock } from './system-clock.ts';

export type PartsOptions = {
  readonly engine: EngineClient;
  readonly journal: Journal;
  readonly interceptor: Interceptor;
  readonly access: Authorizer;
  readonly authorizeCall: AuthorizeCall;
  readonly report: Report;
  readonly output: Output;
};

/** The services of AWS that the local run stands in for, connected with each other but still empty. */
export type Parts = {
  readonly functions: Functions;
  readonly queues: Queues;
  readonly buses: EventBuses;
  readonly machines: StateMachines;
  readonly streams: Streams;
  readonly asyncInvocations: AsyncInvocations;
  readonly schedules: Schedules;
  readonly secrets: Secrets;
  readonly endpoint: AwsEndpoint;
  /** The tables whose streams are read. */
  readonly streamedTables: Set<string>;
  readonly meteredEngine: MeteredEngine;
  readonly usage: Usage;
};

export function createParts(options: PartsOptions): Parts {
  const { engine, journal, interceptor, access, report, output } = options;
  const clock = systemClock;
  const usage = new Usage(() => stepFunctionsUnits(machines.counts(), machines.expressCounts()));
  const functions = new Functions({
    interceptor,
    output,
    onBusy: ({ name, memoryMegabytes }, milliseconds) => usage.addInvocation(name, memoryMegabytes, milliseconds),
  });
  const queues = new Queues({ journal, clock });
  const sender = meteredSender(queues, usage);
  const deliveries = {
    journal,
    clock,
    queues: sender,
    interceptor,
    access,
    report,
    account: ACCOUNT_ID,
    region: REGION,
  };
  const buses = new EventBuses(deliveries);
  const emit: EventBuses['emit'] = (event) => buses.emit(event);
  const machines = new StateMachines({ journal, clock, invoker: functions, interceptor, access, report, emit });
  const onward = { journal, clock, queues: sender, invoker: functions, access, report };
  const streams = new Streams({ ...onward, engine, interceptor });
  const asyncInvocations = new AsyncInvocations(onward);
  const schedules = new Schedules({
    ...deliveries,
    invocations: asyncInvocations,
    onInvocation: () => usage.addScheduledInvocation(),
  });
  const secrets = new Secrets({ journal, clock });
  const streamedTables = new Set<string>();
  const meteredEngine = new MeteredEngine({ engine, usage, report });
  const endpoint = new AwsEndpoint({
    engine: meteredEngine,
    services: serviceApis({
      usage,
      buses,
      machines,
      sqs: new SqsApi({ queues, clock }),
      secrets: new SecretsApi(secrets),
      lambda: new LambdaApi(functions),
    }),
    interceptor,
    authorize: options.authorizeCall,
    streamedTables,
    onWritten: (tableName) => streams.wake(tableName),
    report,
  });
  return {
    functions,
    queues,
    buses,
    machines,
    streams,
    asyncInvocations,
    schedules,
    secrets,
    endpoint,
    streamedTables,
    meteredEngine,
    usage,
  };
}

type Services = {
  readonly usage: Usage;
  readonly buses: EventBuses;
  readonly machines: StateMachines;
  readonly sqs: SqsApi;
  readonly secrets: SecretsApi;
  readonly lambda: LambdaApi;
};

function serviceApis({ usage, buses, machines, sqs, secrets, lambda }: Services): Record<string, ServiceApi> {
  const states = new StatesApi(machines);
  return {
    AWSEvents: (operation, input) => {
      if (operation === 'PutEvents') return meteredPutEvents(buses, input, usage);
      throw new ServiceError('UnknownOperationException', `EventBridge ${operation} is not supported by the local run`);
    },
    AWSStepFunctions: (operation, input) => states.call(operation, input),
    AmazonSQS: meteredQueueApi((operation, input) => sqs.call(operation, input), usage),
    secretsmanager: (operation, input) => secrets.call(operation, input),
    Lambda: (operation, input) => lambda.call(operation, input),
  };
}
