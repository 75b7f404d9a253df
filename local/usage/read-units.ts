import { type Consistency, readUnits } from './capacity.ts';
import { type Item, itemBytes } from './item-size.ts';

/** What a read request took from a table. */
export type TableRead = { readonly tableName: string; readonly readUnits: number };

type Request = {
  readonly TableName: string;
  readonly ConsistentRead?: boolean;
  readonly RequestItems?: Readonly<
    Record<string, { readonly Keys: readonly Item[]; readonly ConsistentRead?: boolean }>
  >;
  readonly TransactItems?: readonly { readonly Get: { readonly TableName: string } }[];
};

type Answer = {
  readonly Item?: Item;
  readonly Items?: readonly Item[];
  readonly Responses?: Readonly<Record<string, readonly Item[]>> | readonly { readonly Item?: Item }[];
};

/**
 * The units of a read request and its answer, which must hold whole items: an item found by its key is rounded up by
 * itself, and all that one page of a query or a scan looked at is rounded up together. Requests and answers are the
 * engine's to check.
 */
export function unitsOfRead(operation: string, input: unknown, answer: unknown): TableRead[] {
  const request = input as Request;
  const { Item: item, Items: items = [], Responses: responses = [] } = answer as Answer;
  const { TableName: tableName } = request;
  const consistency = consistencyOf(request);
  switch (operation) {
    case 'GetItem':
      return [{ tableName, readUnits: unitsOf(item, consistency) }];
    case 'Query':
    case 'Scan':
      return [
        {
          tableName,
          readUnits: readUnits(
            items.reduce((sum, each) => sum + itemBytes(each), 0),
            consistency,
          ),
        },
      ];
    case 'BatchGetItem':
      return batchUnits(request, responses as Readonly<Record<string, readonly Item[]>>);
    case 'TransactGetItems':
      return (request.TransactItems ?? []).map(({ Get }, index) => ({
        tableName: Get.TableName,
        readUnits: unitsOf((responses as readonly { readonly Item?: Item }[])[index]?.Item, 'transaction'),
      }));
    default:
      return [];
  }
}

/** A key under which nothing is costs as much as the smallest item. */
function batchUnits({ RequestItems = {} }: Request, found: Readonly<Record<string, readonly Item[]>>): TableRead[] {
  return Object.entries(RequestItems).map(([tableName, request]) => {
    const items = found[tableName] ?? [];
    const missing = Array.from({ length: request.Keys.length - items.length }, () => undefined);
    const units = [...items, ...missing].map((item) => unitsOf(item, consistencyOf(request)));
    return { tableName, readUnits: units.reduce((sum, each) => sum + each, 0) };
  });
}

function unitsOf(item: Item | undefined, consistency: Consistency): number {
  return readUnits(item === undefined ? 0 : itemBytes(item), consistency);
}

function consistencyOf({ ConsistentRead }: { readonly ConsistentRead?: boolean }): Consistency {
  return ConsistentRead === true ? 'strong' : 'eventual';
}
