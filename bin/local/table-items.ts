import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { dynamodb, type EngineClient } from '../../local/engine/engine-client.ts';
import { isJsonObject } from '../../local/json.ts';

/** An item as DynamoDB gives it, each attribute with its type. */
export type Item = Record<string, AttributeValue>;

const item = z.custom<Item>(isJsonObject);
const page = z.object({ Items: z.array(item), LastEvaluatedKey: item.optional() });

/** All items that a scan of a table or an index finds. */
export async function scanItems(engine: EngineClient, input: Readonly<Record<string, unknown>>): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const next = start === undefined ? {} : { ExclusiveStartKey: start };
    const { Items, LastEvaluatedKey } = page.parse(await engine.call(dynamodb('Scan'), { ...input, ...next }));
    items.push(...Items);
    start = LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}
