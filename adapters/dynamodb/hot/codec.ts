import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { BatchDecision, HotSku } from '../../../domain/inventory/hot.ts';
import { type Item, toItem } from '../codec.ts';
import { batchKey } from '../keys.ts';

export function hotSkuFromItem(item: Item): HotSku {
  const { pk: _, sk, ...value } = unmarshall(item);
  return { ...value, sku: String(sk) } as HotSku;
}

export function batchToItem(batchId: string, decision: BatchDecision): Item {
  return toItem({ ...batchKey(batchId), ...decision });
}

export function batchFromItem(item: Item): BatchDecision {
  const { pk: _, sk: __, ...value } = unmarshall(item);
  return value as BatchDecision;
}
