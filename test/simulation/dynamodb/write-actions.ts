import type { PutItemCommandInput, TransactWriteItem, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { type Condition, conditionOf } from './condition.ts';
import { type ItemChange, type Place, Store } from './store.ts';
import { updateOf } from './update.ts';
import type { Item, Names, Values } from './values.ts';

/** One conditional write of one item, ready to be tried. */
export type WriteAction = {
  readonly place: Place;
  /** Whether a refusal tells the item that it was compared with. */
  readonly tellsOld: boolean;
  readonly allows: (before: Item | undefined) => boolean;
  readonly next: (before: Item | undefined) => Item;
};

/** What trying an action came to; `refused` has the item that stood in the way, where it was asked for. */
export type Trial =
  | { readonly outcome: 'allowed'; readonly change: ItemChange }
  | { readonly outcome: 'refused'; readonly old: Item | undefined };

type Conditional = {
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Names;
  readonly ExpressionAttributeValues?: Values;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
};

export function putAction(put: Pick<PutItemCommandInput, 'TableName' | 'Item'> & Conditional): WriteAction {
  const { Item: item } = put;
  if (item === undefined) throw new Error('Nothing to put');
  return { place: Store.placeOf(put.TableName, item), ...conditional(put), next: () => item };
}

export function updateAction(
  update: Pick<UpdateItemCommandInput, 'TableName' | 'Key' | 'UpdateExpression'> & Conditional,
): WriteAction {
  const { TableName, Key, UpdateExpression } = update;
  if (Key === undefined || UpdateExpression === undefined) throw new Error('An update without key or expression');
  const apply = updateOf(UpdateExpression);
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = update;
  return {
    place: Store.placeOf(TableName, Key),
    ...conditional(update),
    next: (before) => apply(before ?? Key, names, values),
  };
}

/** @throws for an action that this system does not use */
export function transactionAction({ Put, Update, ...others }: TransactWriteItem): WriteAction {
  if (Put !== undefined) return putAction(Put);
  if (Update !== undefined) return updateAction(Update);
  throw new Error(`Unknown action in a transaction: ${Object.keys(others).join()}`);
}

const always: Condition = () => true;

function conditional(request: Conditional): Pick<WriteAction, 'allows' | 'tellsOld'> {
  const { ConditionExpression, ExpressionAttributeNames: names, ExpressionAttributeValues: values } = request;
  const condition = ConditionExpression === undefined ? always : conditionOf(ConditionExpression);
  return {
    allows: (before) => condition(before, names, values),
    tellsOld: request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
  };
}

/** Tries an action against what is stored, and writes nothing. */
export function tried(store: Store, { place, allows, next, tellsOld }: WriteAction): Trial {
  const before = store.read(place);
  if (!allows(before)) return { outcome: 'refused', old: tellsOld ? before : undefined };
  return { outcome: 'allowed', change: { place, before, after: next(before) } };
}
