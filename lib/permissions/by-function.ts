import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { FunctionName } from '../declarations.ts';
import type { Functions } from '../functions.ts';
import type { Tables } from '../tables.ts';
import { grantIndexes, grantItems } from './grants.ts';
import {
  grantAdjustStock,
  grantDescribeStock,
  grantInsertReservation,
  grantMoveStock,
  grantUpdateReservation,
} from './inventory.ts';

export type Resources = {
  readonly tables: Tables;
  readonly bus: IEventBus;
  readonly stateMachine: IStateMachine;
};

type Permission = (to: IGrantable, resources: Resources) => void;

/** An order is written as a whole, with the events of the change as an item of their own. */
const changeOrder: Permission = (to, { tables }) => grantItems(to, tables.orders, 'GetItem', 'PutItem');

const readInventory: Permission = (to, { tables }) => grantItems(to, tables.inventory, 'GetItem');

const writeLedger: Permission = (to, { tables }) => grantItems(to, tables.paymentLedger, 'GetItem', 'PutItem');

const startSaga: Permission = (to, { stateMachine }) => stateMachine.grantStartExecution(to);

const publish: Permission = (to, { bus }) => bus.grantPutEventsTo(to);

/** Everything that each function may do, and all that it may do. */
export const permissions: Readonly<Record<FunctionName, readonly Permission[]>> = {
  'get-health': [],
  'not-found': [],
  'list-items': [
    (to, { tables }) => grantItems(to, tables.catalog, 'Query'),
    (to, { tables }) => grantItems(to, tables.inventory, 'BatchGetItem'),
  ],
  'get-item': [(to, { tables }) => grantItems(to, tables.catalog, 'GetItem'), readInventory],
  'put-item': [
    (to, { tables }) => grantItems(to, tables.catalog, 'GetItem', 'PutItem'),
    readInventory,
    (to, { tables }) => grantDescribeStock(to, tables.inventory),
  ],
  'adjust-stock': [readInventory, (to, { tables }) => grantAdjustStock(to, tables.inventory)],
  'get-stock': [readInventory],
  'list-movements': [readInventory, (to, { tables }) => grantItems(to, tables.movements, 'Query')],

  'place-order': [changeOrder, (to, { tables }) => grantItems(to, tables.catalog, 'BatchGetItem')],
  'list-orders': [
    (to, { tables }) => grantIndexes(to, tables.orders, 'byBuyer', 'byPlacement'),
    (to, { tables }) => grantItems(to, tables.orders, 'BatchGetItem'),
  ],
  'get-order': [(to, { tables }) => grantItems(to, tables.orders, 'GetItem')],
  'list-order-events': [(to, { tables }) => grantItems(to, tables.orders, 'GetItem', 'Query'), readInventory],
  'cancel-order': [
    changeOrder,
    (to, { tables }) => grantItems(to, tables.inventory, 'GetItem', 'BatchGetItem'),
    (to, { tables }) => grantInsertReservation(to, tables.inventory),
    (to, { tables }) => grantUpdateReservation(to, tables.inventory),
    (to, { tables }) => grantMoveStock(to, tables.inventory, 'available', 'reserved', 'sold'),
    startSaga,
  ],
  'ship-order': [changeOrder],

  'reserve-stock': [
    readInventory,
    (to, { tables }) => grantInsertReservation(to, tables.inventory),
    (to, { tables }) => grantMoveStock(to, tables.inventory, 'available', 'reserved'),
  ],
  'advance-order': [changeOrder, readInventory, startSaga],
  'end-grace-period': [changeOrder],
  'project-movements': [(to, { tables }) => grantItems(to, tables.movements, 'BatchWriteItem')],
  'publish-events': [publish],

  'authorize-payment': [
    changeOrder,
    readInventory,
    (to, { tables }) => grantUpdateReservation(to, tables.inventory),
    writeLedger,
  ],
  'commit-order': [
    changeOrder,
    readInventory,
    (to, { tables }) => grantUpdateReservation(to, tables.inventory),
    (to, { tables }) => grantMoveStock(to, tables.inventory, 'reserved', 'sold'),
  ],
  'capture-payment': [changeOrder, writeLedger],
  'close-reservation': [
    (to, { tables }) => grantItems(to, tables.orders, 'GetItem'),
    readInventory,
    (to, { tables }) => grantUpdateReservation(to, tables.inventory),
  ],
  'settle-payment': [changeOrder, readInventory, writeLedger],
  'release-stock': [
    changeOrder,
    readInventory,
    (to, { tables }) => grantUpdateReservation(to, tables.inventory),
    (to, { tables }) => grantMoveStock(to, tables.inventory, 'available', 'reserved'),
  ],
  'cancel-uncaptured-order': [
    changeOrder,
    readInventory,
    (to, { tables }) => grantMoveStock(to, tables.inventory, 'available', 'sold'),
  ],

  sweep: [
    changeOrder,
    (to, { tables }) => grantIndexes(to, tables.orders, 'inFlight'),
    (to, { tables }) => grantItems(to, tables.inventory, 'GetItem'),
    (to, { tables }) => grantUpdateReservation(to, tables.inventory),
    (to, { tables }) => grantMoveStock(to, tables.inventory, 'available', 'reserved'),
    publish,
    startSaga,
  ],
};

export function grantPermissions(functions: Functions, resources: Resources): void {
  for (const [name, lambda] of functions) {
    for (const permit of permissions[name]) permit(lambda, resources);
  }
}
