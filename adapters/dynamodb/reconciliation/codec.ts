import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Suspicion } from '../../../domain/reconciliation/belief.ts';
import type { Checkpoint } from '../../../domain/reconciliation/checkpoint.ts';
import type { Discrepancy } from '../../../domain/reconciliation/discrepancy.ts';
import { type Item, toItem } from '../codec.ts';
import { checkpointKey, discrepancyEntryKey, discrepancyKey, reconciliationKey } from '../keys.ts';

/** Where a walk over a table or an index is: the keys of the last item that it has seen. */
export type Place = Readonly<Record<string, string>>;

/** What one run leaves to the next. Without a place the walk begins again. */
export type ReconciliationState = {
  readonly catalogPlace?: Place;
  readonly ordersPlace?: Place;
  readonly suspicions: readonly Suspicion[];
};

/** A discrepancy as it is stored; who resolved it by which request is needed to answer the request's repeats. */
export type StoredDiscrepancy = Discrepancy & {
  readonly resolvedBy?: { readonly operationId: string; readonly fingerprint: string };
};

function withoutKeys(item: Item): Record<string, unknown> {
  const { pk: _, sk: __, ...value } = unmarshall(item);
  return value;
}

export function placeFromItem(item: Item): Place {
  return unmarshall(item) as Place;
}

export function checkpointToItem(checkpoint: Checkpoint): Item {
  return toItem({ ...checkpointKey(checkpoint.sku), ...checkpoint });
}

export function checkpointFromItem(item: Item): Checkpoint {
  return withoutKeys(item) as Checkpoint;
}

export function stateToItem(state: ReconciliationState): Item {
  return toItem({ ...reconciliationKey, ...state });
}

export function stateFromItem(item: Item): ReconciliationState {
  return withoutKeys(item) as ReconciliationState;
}

export function discrepancyToItem(discrepancy: Discrepancy): Item {
  return toItem({ ...discrepancyKey(discrepancy.discrepancyId), ...discrepancy });
}

export function discrepancyFromItem(item: Item): StoredDiscrepancy {
  return withoutKeys(item) as StoredDiscrepancy;
}

/** Where a discrepancy stands in the list. */
export function discrepancyPosition({
  foundAt,
  discrepancyId,
}: Pick<Discrepancy, 'foundAt' | 'discrepancyId'>): string {
  return `${foundAt}#${discrepancyId}`;
}

export function entryToItem(discrepancy: Discrepancy): Item {
  return toItem(discrepancyEntryKey(discrepancyPosition(discrepancy)));
}
