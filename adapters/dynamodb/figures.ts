import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Figure, type Figures, figures } from '../../domain/figures/figures.ts';
import type { Minute } from '../../domain/figures/overview.ts';
import { batchGet } from './batch-get.ts';
import { toItem, toKey } from './codec.ts';
import { figuresKey } from './keys.ts';

export type FiguresTable = { readonly client: DynamoDBClient; readonly figuresTable: string };

/** Figures are for looking at: DynamoDB deletes them after two days, and nothing depends on when. */
const keptSeconds = 2 * 24 * 60 * 60;

/** Adds to the counters of a minute. Counted again when an event is told again: figures are estimates, not books. */
export async function addToMinute(
  { client, figuresTable }: FiguresTable,
  minute: string,
  added: Figures,
): Promise<void> {
  const entries = [...added];
  if (entries.length === 0) return;
  const expiresAt = Date.parse(`${minute}:00Z`) / 1_000 + keptSeconds;
  await client.send(
    new UpdateItemCommand({
      TableName: figuresTable,
      Key: toKey(figuresKey(minute)),
      UpdateExpression: `ADD ${entries.map((_, index) => `#f${index} :f${index}`).join(', ')} SET expiresAt = :expiresAt`,
      ExpressionAttributeNames: Object.fromEntries(entries.map(([figure], index) => [`#f${index}`, figure])),
      ExpressionAttributeValues: toItem({
        ...Object.fromEntries(entries.map(([, count], index) => [`:f${index}`, count])),
        ':expiresAt': expiresAt,
      }),
    }),
  );
}

/** The figures of minutes, in the order in which they were asked for; a minute without any is empty. */
export async function readMinutes(
  { client, figuresTable }: FiguresTable,
  minutes: readonly string[],
): Promise<Minute[]> {
  const items = await batchGet(client, figuresTable, minutes.map(figuresKey));
  const byMinute = new Map(items.map((item) => [item.pk?.S, unmarshall(item)]));
  return minutes.map((minute) => ({ minute, figures: figuresIn(byMinute.get(figuresKey(minute).pk) ?? {}) }));
}

function figuresIn(item: Readonly<Record<string, unknown>>): Map<Figure, number> {
  const found = figures.map((figure) => [figure, Number(item[figure] ?? 0)] as const);
  return new Map(found.filter(([, count]) => count > 0));
}
