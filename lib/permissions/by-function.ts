import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { FunctionName } from '../declarations.ts';
import type { Functions } from '../functions.ts';
import type { Tables } from '../tables.ts';
import { grantIndexes, grantItems, type ItemAction } from './grants.ts';
import {
  grantAdjustStock,
  grantCountStock,
  grantDescribeStock,
  grantInsertDiscrepancy,
  grantInsertReservation,
  grantMoveStock,
  grantReserve,
  grantResolveDiscrepancy,
  grantSweepHot,
  grantUpdateReservation,
  type ReservationMark,
  type StockTotal,
  uncounted,
} from './inventory.ts';
import { grantRememberReconciliation } from './movements.ts';

export type Resources = {
  readonly tables: Tables;
  readonly bus: IEventBus;
  readonly stateMachine: IStateMachine;
  readonly cursorKey: ISecret;
  readonly deadLetterQueues: readonly IQueue[];
};

type Permission = (to: IGrantable, resources: Resources) => void;

type TableName = 'orders' | 'inventory' | 'catalog' | 'movements' | 'paymentLedger' | 'figures';

function on(table: TableName, ...actions: readonly ItemAction[]): Permission {
  return (to, { tables }) => grantItems(to, tables[table], ...actions);
}

function queryOrdersBy(...indexes: readonly string[]): Permission {
  return (to, { tables }) => grantIndexes(to, tables.orders, 'Query', ...indexes);
}

function scanOrdersBy(...indexes: readonly string[]): Permission {
  return (to, { tables }) => grantIndexes(to, tables.orders, 'Scan', ...indexes);
}

function onInventory(grant: (to: IGrantable, inventory: TableV2) => void): Permission {
  return (to, { tables }) => grant(to, tables.inventory);
}

function moveStock(...totals: readonly StockTotal[]): Permission {
  return (to, { tables }) => grantMoveStock(to, tables.inventory, ...totals);
}

function updateReservation(...marks: readonly ReservationMark[]): Permission {
  return (to, { tables }) => grantUpdateReservation(to, tables.inventory, ...marks);
}

/** What says by which batch a reservation is counted. */
const counting = ['batch', 'returnedAt', 'countedBy', 'returnCountedBy'] as const;

/** An order is written as a whole, and the events of the change are an item of their own. */
const changeOrder = on('orders', 'GetItem', 'PutItem');
const readInventory = on('inventory', 'GetItem');
const insertReservation = onInventory(grantInsertReservation);
const writeLedger = on('paymentLedger', 'GetItem', 'PutItem');
const queryUncounted = onInventory((to, inventory) => grantIndexes(to, inventory, 'Query', 'uncounted'));
const startSaga: Permission = (to, { stateMachine }) => stateMachine.grantStartExecution(to);
/** Not by the construct's own grant, which also lets describe the secret. */
const readCursorKey: Permission = (to, { cursorKey }) => {
  const resources = [cursorKey.secretArn];
  to.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources }),
  );
};
const countDeadLetters: Permission = (to, { deadLetterQueues }) => {
  const resources = deadLetterQueues.map(({ queueArn }) => queueArn);
  to.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions: ['sqs:GetQueueAttributes'], resources }));
};
const publish: Permission = (to, { bus }) => bus.grantPutEventsTo(to);

/** Everything that each function may do, and all that it may do. */
export const permissions: Readonly<Record<FunctionName, readonly Permission[]>> = {
  'get-health': [],
  'get-openapi': [],
  'get-docs': [],
  'not-found': [],
  'list-items': [on('catalog', 'Query'), on('inventory', 'BatchGetItem'), readCursorKey],
  'get-item': [on('catalog', 'GetItem'), readInventory],
  'put-item': [on('catalog', 'PutItem'), readInventory, onInventory(grantDescribeStock)],
  'adjust-stock': [readInventory, onInventory(grantAdjustStock)],
  'get-stock': [readInventory],
  'list-movements': [readInventory, on('movements', 'Query'), readCursorKey],

  'place-order': [changeOrder, queryOrdersBy('openByBuyer'), on('catalog', 'BatchGetItem')],
  'list-orders': [queryOrdersBy('byBuyer', 'byPlacement'), on('orders', 'BatchGetItem'), readCursorKey],
  'get-order': [on('orders', 'GetItem')],
  'list-order-events': [on('orders', 'GetItem', 'Query'), readInventory, readCursorKey],
  'cancel-order': [
    changeOrder,
    on('inventory', 'GetItem', 'BatchGetItem'),
    insertReservation,
    updateReservation('pin', 'wish', 'closing', 'batch', 'returnedAt', 'countedBy', ...uncounted),
    onInventory(grantCountStock),
    startSaga,
  ],
  'ship-order': [changeOrder],
  'get-overview': [
    queryOrdersBy('inFlight'),
    on('inventory', 'Query', 'BatchGetItem'),
    on('figures', 'BatchGetItem'),
    countDeadLetters,
  ],

  'list-discrepancies': [on('inventory', 'Query', 'BatchGetItem'), readCursorKey],
  'resolve-discrepancy': [readInventory, on('movements', 'Query'), onInventory(grantResolveDiscrepancy)],

  'reserve-stock': [onInventory(grantReserve), on('inventory', 'BatchGetItem'), on('figures', 'UpdateItem')],
  'advance-order': [changeOrder, readInventory, startSaga],
  'end-grace-period': [changeOrder],
  'project-movements': [on('movements', 'BatchWriteItem')],
  'project-figures': [on('figures', 'UpdateItem'), on('orders', 'BatchGetItem')],
  'publish-events': [publish],
  'count-stock': [
    on('inventory', 'BatchGetItem'),
    updateReservation(...counting, ...uncounted),
    onInventory(grantCountStock),
  ],

  'authorize-payment': [changeOrder, updateReservation('pin', 'wish', 'closing', 'deadline'), writeLedger],
  'commit-order': [
    changeOrder,
    readInventory,
    updateReservation('pin', 'wish', 'closing', ...uncounted),
    moveStock('reserved', 'sold'),
  ],
  'capture-payment': [changeOrder, writeLedger],
  'close-reservation': [on('orders', 'GetItem'), readInventory, updateReservation('closing')],
  'settle-payment': [changeOrder, readInventory, writeLedger],
  'release-stock': [
    changeOrder,
    readInventory,
    updateReservation('closing', ...uncounted),
    moveStock('available', 'reserved'),
  ],
  'cancel-uncaptured-order': [
    changeOrder,
    readInventory,
    updateReservation('returnedAt', ...uncounted),
    moveStock('available', 'sold'),
  ],

  sweep: [
    changeOrder,
    queryOrdersBy('inFlight'),
    on('inventory', 'GetItem', 'BatchGetItem'),
    updateReservation('pin', 'closing', 'deadline', ...counting, ...uncounted),
    onInventory(grantSweepHot),
    queryUncounted,
    publish,
    startSaga,
  ],
  reconcile: [
    on('orders', 'GetItem', 'BatchGetItem'),
    scanOrdersBy('inFlight', 'byPlacement'),
    on('inventory', 'GetItem', 'BatchGetItem'),
    queryUncounted,
    on('catalog', 'Scan'),
    on('movements', 'GetItem', 'BatchGetItem', 'Query'),
    on('paymentLedger', 'GetItem'),
    (to, { tables }) => grantRememberReconciliation(to, tables.movements),
    onInventory(grantInsertDiscrepancy),
  ],
};

export function grantPermissions(functions: Functions, resources: Resources): void {
  for (const [name, lambda] of functions) {
    for (const permit of permissions[name]) permit(lambda, resources);
  }
}
