import { createDynamoDBClient, createSingleAttemptClient } from '../../adapters/dynamodb/client.ts';
import { createEventPublisher } from '../../adapters/eventbridge/publisher.ts';
import { createSagaStarter } from '../../adapters/stepfunctions/executions.ts';
import type { SweepSettings } from '../../domain/ordering/saga.ts';
import { readEnvironment } from '../environment.ts';
import type { SweepPorts } from './sweep-order.ts';

export const environment = readEnvironment({
  STACK_NAME: 'string',
  ORDERS_TABLE: 'string',
  INVENTORY_TABLE: 'string',
  EVENT_BUS_NAME: 'string',
  STATE_MACHINE_ARN: 'string',
  SAGA_TIMEOUT_SECONDS: 'number',
  SWEEP_SECONDS: 'number',
  GRACE_PERIOD_SECONDS: 'number',
});

export const settings: SweepSettings = {
  sweepSeconds: environment.SWEEP_SECONDS,
  sagaTimeoutSeconds: environment.SAGA_TIMEOUT_SECONDS,
  gracePeriodSeconds: environment.GRACE_PERIOD_SECONDS,
};

const client = createDynamoDBClient();
const inventoryTable = environment.INVENTORY_TABLE;

export const countingTable = { client, inventoryTable, singleAttemptClient: createSingleAttemptClient() };

export const ports: SweepPorts = {
  tables: { client, ordersTable: environment.ORDERS_TABLE, inventoryTable },
  publisher: createEventPublisher(environment.EVENT_BUS_NAME),
  sagas: createSagaStarter(environment.STATE_MACHINE_ARN),
  settings,
};
