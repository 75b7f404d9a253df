import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms/alarms.ts';
import { Api } from './api.ts';
import { Bus } from './bus.ts';
import { Consumers } from './consumers.ts';
import { Counting } from './counting.ts';
import { OverviewDashboard } from './dashboard.ts';
import { environmentValues } from './environment.ts';
import { Functions } from './functions.ts';
import { grantPermissions } from './permissions/by-function.ts';
import { Relay } from './relay.ts';
import { Saga } from './saga.ts';
import { ScheduledFunction } from './schedule.ts';
import { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';
import { Tables } from './tables.ts';
import { Users } from './users.ts';

export type HoldfastStackProps = StackProps & {
  readonly settings: Settings;
  /** Where each function's bundle stands, in a folder of the function's name. */
  readonly bundleDirectory: string;
};

/** Everything that Holdfast is in the cloud. */
export class HoldfastStack extends Stack {
  constructor(scope: Construct, id: string, { settings, bundleDirectory, ...props }: HoldfastStackProps) {
    super(scope, id, { description: 'Holdfast: order completion that cannot oversell', ...props });
    const tables = new Tables(this, 'Tables', settings);
    const users = new Users(this, 'Users', settings);
    const { eventBus: bus } = new Bus(this, 'Events');
    const { cursorKey } = new Secrets(this, 'Secrets', settings);
    const functions = new Functions(this, 'Functions', { settings, bundleDirectory });
    const saga = new Saga(this, 'Saga', { settings, functions });
    const { stateMachine } = saga;

    const relay = new Relay(this, 'Relay', { settings, tables, publisher: functions.get('publish-events') });
    const counting = new Counting(this, 'Counting', { settings, tables, counter: functions.get('count-stock') });
    const consumers = new Consumers(this, 'Consumers', { settings, functions, bus });
    const sweep = new ScheduledFunction(this, 'Sweep', {
      description: 'Holdfast: looks for expired, lost and unsettled work',
      seconds: settings.sweepSeconds,
      target: functions.get('sweep'),
    });
    const reconciliation = new ScheduledFunction(this, 'Reconciliation', {
      description: 'Holdfast: compares counters, ledger, reservations, orders and money',
      seconds: settings.reconcileSeconds,
      target: functions.get('reconcile'),
    });
    const parts = { functions, consumers, relay, counting, saga, sweep, reconciliation };
    const { httpApi } = new Api(this, 'Api', { settings, functions, users });
    const alarms = new Alarms(this, 'Alarms', { settings, httpApi, tables, ...parts });

    const { failedExecutions } = saga;
    const deadLetterQueues = [
      ...(failedExecutions === undefined ? [] : [failedExecutions]),
      relay.deadLetterQueue,
      counting.deadLetterQueue,
      sweep.deadLetterQueue,
      reconciliation.deadLetterQueue,
      ...consumers.deadLetterQueues(),
    ];
    const resources = { tables, bus, stateMachine, cursorKey, deadLetterQueues };
    functions.provideEnvironment(environmentValues({ settings, ...resources }));
    grantPermissions(functions, resources);
    const { stackName } = this;
    const overview = new OverviewDashboard(this, 'Overview', {
      stackName,
      httpApi,
      functions,
      tables,
      stateMachine,
      deadLetterQueues,
    });

    this.#output({
      ApiUrl: httpApi.apiEndpoint,
      UserPoolId: users.userPool.userPoolId,
      UserPoolClientId: users.client.userPoolClientId,
      StateMachineArn: stateMachine.stateMachineArn,
      EventBusName: bus.eventBusName,
      OrdersTableName: tables.orders.tableName,
      InventoryTableName: tables.inventory.tableName,
      CatalogTableName: tables.catalog.tableName,
      MovementsTableName: tables.movements.tableName,
      PaymentLedgerTableName: tables.paymentLedger.tableName,
      FiguresTableName: tables.figures.tableName,
      ...(failedExecutions !== undefined && { FailedExecutionsQueueUrl: failedExecutions.queueUrl }),
      RelayDeadLetterQueueUrl: relay.deadLetterQueue.queueUrl,
      CountingDeadLetterQueueUrl: counting.deadLetterQueue.queueUrl,
      SweepDeadLetterQueueUrl: sweep.deadLetterQueue.queueUrl,
      ReconciliationDeadLetterQueueUrl: reconciliation.deadLetterQueue.queueUrl,
      AlarmTopicArn: alarms.topic.topicArn,
      DashboardName: overview.dashboardName,
      ...consumers.queueUrls(),
      SweepSeconds: String(settings.sweepSeconds),
      SagaTimeoutSeconds: String(settings.sagaTimeoutSeconds),
      GracePeriodSeconds: String(settings.gracePeriodSeconds),
    });
  }

  #output(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
