import * as z from 'zod';

/** What a call does to items: names of items are unique over all tables. */
export type ItemAccess =
  | { readonly kind: 'write'; readonly items: readonly ItemWrite[] }
  | { readonly kind: 'transaction'; readonly items: readonly ItemWrite[] }
  | { readonly kind: 'transactional read'; readonly items: readonly string[] }
  /** A read, or a batch of inserts whose items are nobody else's. */
  | { readonly kind: 'other' };

export type ItemWrite = { readonly item: string; readonly units: number };

const attribute = z.record(z.string(), z.unknown());
const key = z.looseObject({ pk: attribute, sk: attribute.optional() });
const write = z.object({ TableName: z.string(), Item: key.optional(), Key: key.optional() });
const action = z.object({
  Put: write.optional(),
  Update: write.optional(),
  Delete: write.optional(),
  ConditionCheck: write.optional(),
});
const transaction = z.object({ TransactItems: z.array(action) });
const transactionalRead = z.object({ TransactItems: z.array(z.object({ Get: write })) });

const WRITE_UNIT_BYTES = 1024;

/** What the operation does, found in the body of the request. */
export function accessOf(operation: string, body: Buffer): ItemAccess {
  const input: unknown = JSON.parse(body.toString('utf8'));
  switch (operation) {
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return { kind: 'write', items: [writeOf(write.parse(input), 1)] };
    case 'TransactWriteItems':
      return {
        kind: 'transaction',
        items: transaction
          .parse(input)
          .TransactItems.map(({ Put, Update, Delete, ConditionCheck }) =>
            writeOf(write.parse(Put ?? Update ?? Delete ?? ConditionCheck), 2),
          ),
      };
    case 'TransactGetItems':
      return {
        kind: 'transactional read',
        items: transactionalRead.parse(input).TransactItems.map(({ Get }) => writeOf(Get, 1).item),
      };
    default:
      return { kind: 'other' };
  }
}

/**
 * A put is charged by the length of its JSON, which is more than its size. An update does not tell how large the item
 * is: it is charged as one of less than 1 KB, as those of stock are.
 */
function writeOf({ TableName, Item, Key }: z.infer<typeof write>, factor: 1 | 2): ItemWrite {
  const { pk, sk } = key.parse(Item ?? Key);
  const bytes = Item === undefined ? 1 : Buffer.byteLength(JSON.stringify(Item));
  return { item: JSON.stringify([TableName, pk, sk]), units: factor * Math.ceil(bytes / WRITE_UNIT_BYTES) };
}
