import type * as z from 'zod/mini';
import { itemDetailsSchema } from '../../domain/catalog/item.ts';
import { moneySchema } from '../../domain/money.ts';
import {
  adjustmentAnswer,
  discrepancyAnswer,
  eventAnswer,
  gatewayAnswer,
  healthAnswer,
  itemAnswer,
  movementAnswer,
  orderAnswer,
  overviewAnswer,
  pageAnswerOf,
  problemAnswerSchema,
  stockAnswer,
} from './answers.ts';
import { adjustmentBody, cancellationBody, orderBody, resolutionBody, shipmentBody } from './bodies.ts';

/** Every schema of the API that has a name of its own, by that name. */
export const components = {
  Money: moneySchema,
  ItemDetails: itemDetailsSchema,
  NewOrder: orderBody,
  NewStockAdjustment: adjustmentBody,
  Cancellation: cancellationBody,
  Shipment: shipmentBody,
  Resolution: resolutionBody,
  Health: healthAnswer,
  Item: itemAnswer,
  ItemList: pageAnswerOf(itemAnswer),
  Stock: stockAnswer,
  StockAdjustment: adjustmentAnswer,
  Movement: movementAnswer,
  MovementList: pageAnswerOf(movementAnswer),
  Order: orderAnswer,
  OrderList: pageAnswerOf(orderAnswer),
  Event: eventAnswer,
  EventList: pageAnswerOf(eventAnswer),
  Discrepancy: discrepancyAnswer,
  DiscrepancyList: pageAnswerOf(discrepancyAnswer),
  Overview: overviewAnswer,
  Problem: problemAnswerSchema,
  GatewayMessage: gatewayAnswer,
} as const satisfies Readonly<Record<string, z.ZodMiniType>>;

export type ComponentName = keyof typeof components;

/** What requests are made of. An unknown member in them is refused; answers may gain members at any time. */
export const requestComponents: ReadonlySet<string> = new Set<ComponentName>([
  'Money',
  'ItemDetails',
  'NewOrder',
  'NewStockAdjustment',
  'Cancellation',
  'Shipment',
  'Resolution',
]);
