import type { Item } from './item-size.ts';
import type { TableShape } from './table-shape.ts';

/** One write of one item, as far as it matters for what it costs. */
export type WriteAction = {
  readonly table: TableShape;
  readonly key: Item;
  readonly kind: 'put' | 'update' | 'delete' | 'check';
  /** What a put writes. */
  readonly item: Item | undefined;
  /** Its condition is that the item is not there: where it succeeds, nothing was. */
  readonly inserts: boolean;
};

type Request = {
  readonly TableName: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
};

type Requests = Request & {
  readonly TransactItems?: readonly Readonly<Record<string, Request>>[];
  readonly RequestItems?: Readonly<
    Record<
      string,
      readonly { readonly PutRequest?: Pick<Request, 'Item'>; readonly DeleteRequest?: Pick<Request, 'Key'> }[]
    >
  >;
};

const kinds: Readonly<Record<string, WriteAction['kind']>> = {
  PutItem: 'put',
  UpdateItem: 'update',
  DeleteItem: 'delete',
  Put: 'put',
  Update: 'update',
  Delete: 'delete',
  ConditionCheck: 'check',
};

/**
 * The writes that a request asks for; none if it is no request to write. The engine checks what it is asked: here it is
 * only measured, and so taken for what DynamoDB's API takes.
 */
export function writeActions(
  operation: string,
  input: unknown,
  tables: ReadonlyMap<string, TableShape>,
): readonly WriteAction[] {
  const request = input as Requests;
  const named = (kind: string, action: Request) => actionOf(tables, kinds[kind], action);
  switch (operation) {
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return named(operation, request);
    case 'TransactWriteItems':
      return (request.TransactItems ?? []).flatMap((item) =>
        Object.entries(item).flatMap(([kind, action]) => named(kind, action)),
      );
    case 'BatchWriteItem':
      return Object.entries(request.RequestItems ?? {}).flatMap(([TableName, writes]) =>
        writes.flatMap(({ PutRequest, DeleteRequest }) =>
          PutRequest === undefined
            ? named('Delete', { TableName, ...DeleteRequest })
            : named('Put', { TableName, ...PutRequest }),
        ),
      );
    default:
      return [];
  }
}

function actionOf(
  tables: ReadonlyMap<string, TableShape>,
  kind: WriteAction['kind'] | undefined,
  request: Request,
): WriteAction[] {
  const table = tables.get(request.TableName);
  const source = request.Key ?? request.Item;
  if (table === undefined || kind === undefined || source === undefined) return [];
  return [{ table, kind, key: keyOf(table, source), item: request.Item, inserts: isInsert(table, request) }];
}

function keyOf(table: TableShape, source: Item): Item {
  return Object.fromEntries(table.key.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]]])));
}

function isInsert({ key: [partitionKey] }: TableShape, request: Request): boolean {
  const [, name = ''] =
    /^\s*attribute_not_exists\s*\(\s*([^\s)]+)\s*\)\s*$/.exec(request.ConditionExpression ?? '') ?? [];
  return (request.ExpressionAttributeNames?.[name] ?? name) === partitionKey;
}
