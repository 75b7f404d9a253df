import type { Schema } from '../../client/client.ts';

export type Item = Schema<'Item'>;
export type Stock = Schema<'Stock'>;
export type Movement = Schema<'Movement'>;
export type Order = Schema<'Order'>;
export type OrderEvent = Schema<'Event'>;
export type Overview = Schema<'Overview'>;
