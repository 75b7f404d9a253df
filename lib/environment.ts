import { Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { EnvironmentName } from './declarations.ts';
import type { Settings } from './settings.ts';
import type { Tables } from './tables.ts';

export type EnvironmentSources = {
  readonly settings: Settings;
  readonly tables: Tables;
  readonly bus: IEventBus;
  readonly stateMachine: IStateMachine;
  readonly cursorKey: ISecret;
  readonly deadLetterQueues: readonly IQueue[];
};

/** The value of everything that a function can be told by its environment. */
export function environmentValues(sources: EnvironmentSources): Readonly<Record<EnvironmentName, string>> {
  const { settings, tables, bus, stateMachine, cursorKey, deadLetterQueues } = sources;
  return {
    ORDERS_TABLE: tables.orders.tableName,
    INVENTORY_TABLE: tables.inventory.tableName,
    CATALOG_TABLE: tables.catalog.tableName,
    MOVEMENTS_TABLE: tables.movements.tableName,
    PAYMENT_LEDGER_TABLE: tables.paymentLedger.tableName,
    FIGURES_TABLE: tables.figures.tableName,
    STACK_NAME: Stack.of(stateMachine).stackName,
    EVENT_BUS_NAME: bus.eventBusName,
    DEAD_LETTER_QUEUE_URLS: deadLetterQueues.map(({ queueUrl }) => queueUrl).join(','),
    CURSOR_KEY_SECRET_ARN: cursorKey.secretArn,
    STATE_MACHINE_ARN: stateMachine.stateMachineArn,
    RESERVATION_TTL_SECONDS: String(settings.reservationTtlSeconds),
    GRACE_PERIOD_SECONDS: String(settings.gracePeriodSeconds),
    SAGA_TIMEOUT_SECONDS: String(settings.sagaTimeoutSeconds),
    SWEEP_SECONDS: String(settings.sweepSeconds),
    RECONCILE_SECONDS: String(settings.reconcileSeconds),
    MAX_OPEN_ORDERS_PER_BUYER: String(settings.maxOpenOrdersPerBuyer),
    MAX_UNITS_PER_ORDER: String(settings.maxUnitsPerOrder),
  };
}
