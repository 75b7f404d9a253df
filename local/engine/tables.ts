import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { ServiceError } from '../ports.ts';
import { dynamodb, type EngineClient } from './engine-client.ts';
import type { TableDefinition } from './table-definition.ts';

const POLL_MILLISECONDS = 20;
const ACTIVE_MILLISECONDS = 30_000;

const keys = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));

const description = z.object({
  Table: z.object({
    TableStatus: z.string(),
    KeySchema: keys,
    GlobalSecondaryIndexes: z
      .array(z.object({ IndexName: z.string(), KeySchema: keys, IndexStatus: z.string().optional() }))
      .optional(),
    LatestStreamArn: z.string().optional(),
  }),
});

type Description = z.infer<typeof description>['Table'];

/**
 * Creates the table if it is not there, and waits until it can be used.
 * @returns the ARN that the engine gave to the table's stream, if it has one
 * @throws Error if a table of that name has other keys, indexes or no stream
 */
export async function ensureTable(client: EngineClient, table: TableDefinition): Promise<string | undefined> {
  if ((await describe(client, table.TableName)) === undefined) await client.call(dynamodb('CreateTable'), table);
  const described = await untilActive(client, table.TableName);
  const difference = differenceOf(table, described);
  if (difference !== undefined) {
    throw new Error(`The table ${table.TableName} exists with ${difference}: use another DATA_DIR, or delete it`);
  }
  return described.LatestStreamArn;
}

async function untilActive(client: EngineClient, tableName: string): Promise<Description> {
  const deadline = Date.now() + ACTIVE_MILLISECONDS;
  for (;;) {
    const described = await describe(client, tableName);
    const indexes = described?.GlobalSecondaryIndexes ?? [];
    const isActive = (status = 'ACTIVE') => status === 'ACTIVE';
    if (described && isActive(described.TableStatus) && indexes.every((it) => isActive(it.IndexStatus))) {
      return described;
    }
    if (Date.now() > deadline) throw new Error(`The table ${tableName} is still ${described?.TableStatus}`);
    await pause(POLL_MILLISECONDS);
  }
}

async function describe(client: EngineClient, tableName: string): Promise<Description | undefined> {
  try {
    return description.parse(await client.call(dynamodb('DescribeTable'), { TableName: tableName })).Table;
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function differenceOf(table: TableDefinition, described: Description): string | undefined {
  if (keyText(table.KeySchema) !== keyText(described.KeySchema)) return 'other keys';
  const texts = (indexes: readonly { IndexName: string; KeySchema: z.infer<typeof keys> }[] = []) =>
    indexes.map((it) => `${it.IndexName}:${keyText(it.KeySchema)}`).sort();
  if (String(texts(table.GlobalSecondaryIndexes)) !== String(texts(described.GlobalSecondaryIndexes))) {
    return 'other indexes';
  }
  if (table.StreamSpecification !== undefined && described.LatestStreamArn === undefined) return 'no stream';
  return undefined;
}

function keyText(schema: z.infer<typeof keys>): string {
  return schema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).join(' ');
}
