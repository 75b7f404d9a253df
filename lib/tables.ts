import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  StreamViewType,
  type TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Settings } from './settings.ts';

const string = (name: string) => ({ name, type: AttributeType.STRING });

/** An index of keys alone: lists read the orders themselves, and a change of status writes no index entry. */
function keysOnly(indexName: string, partitionKey: string): GlobalSecondaryIndexPropsV2 {
  return {
    indexName,
    partitionKey: string(partitionKey),
    sortKey: string('placed'),
    projectionType: ProjectionType.KEYS_ONLY,
  };
}

/** Sparse: only reservations whose latest change the stock totals have not followed yet. */
const uncounted: GlobalSecondaryIndexPropsV2 = {
  indexName: 'uncounted',
  partitionKey: string('uncountedShard'),
  sortKey: string('uncountedSince'),
  projectionType: ProjectionType.KEYS_ONLY,
};

/** The tables, one per owner, so that IAM can say who may write stock and who may write money. */
export class Tables extends Construct {
  /** Orders, and the events that were written with their changes. */
  readonly orders: TableV2;
  /** Stock, reservations and adjustments. */
  readonly inventory: TableV2;
  readonly catalog: TableV2;
  /** The ledger of every SKU, projected from the events. */
  readonly movements: TableV2;
  /** What the simulated payment provider remembers. */
  readonly paymentLedger: TableV2;
  /** What was counted, minute by minute; the only items that expire, since no condition ever reads them. */
  readonly figures: TableV2;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const table = (name: string, props: Partial<TablePropsV2> = {}) =>
      new TableV2(this, name, {
        partitionKey: string('pk'),
        billing: Billing.onDemand(),
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        removalPolicy: settings.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
        deletionProtection: settings.retainData,
        ...props,
      });
    const sortKey = string('sk');
    const dynamoStream = StreamViewType.NEW_AND_OLD_IMAGES;
    const indexes = [keysOnly('byBuyer', 'buyerId'), keysOnly('byPlacement', 'placementShard')];
    // Sparse: an order that is settled has neither attribute, and leaves these indexes.
    const open = [keysOnly('inFlight', 'inFlightShard'), keysOnly('openByBuyer', 'openBuyerId')];
    this.orders = table('Orders', { sortKey, dynamoStream, globalSecondaryIndexes: [...indexes, ...open] });
    this.inventory = table('Inventory', { sortKey, dynamoStream, globalSecondaryIndexes: [uncounted] });
    this.catalog = table('Catalog', { sortKey });
    this.movements = table('Movements', { sortKey });
    this.paymentLedger = table('PaymentLedger');
    this.figures = table('Figures', { sortKey, timeToLiveAttribute: 'expiresAt' });
  }
}
