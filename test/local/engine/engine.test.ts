import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Engine, startEngine } from '../../../local/engine/engine.ts';
import { dynamodb } from '../../../local/engine/engine-client.ts';
import { EngineMissingError } from '../../../local/engine/engine-command.ts';
import { endLeftoverEngine, rememberEngine } from '../../../local/engine/leftover-engine.ts';
import type { TableDefinition } from '../../../local/engine/table-definition.ts';
import { ensureTable } from '../../../local/engine/tables.ts';
import { waitFor } from '../../support/wait.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const engines: Engine[] = [];
const ended: string[] = [];

async function start(dataDirectory: string | undefined, endpoint?: URL): Promise<Engine> {
  const engine = await startEngine({ endpoint, dataDirectory, onUnexpectedExit: (output) => ended.push(output) });
  engines.push(engine);
  return engine;
}

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
});

const table: TableDefinition = {
  TableName: 'Things',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
};

const put = (engine: Engine, pk: string) =>
  engine.client.call(dynamodb('PutItem'), { TableName: 'Things', Item: { pk: { S: pk } } });

const count = async (engine: Engine) =>
  (await engine.client.call(dynamodb('Scan'), { TableName: 'Things', ConsistentRead: true })).Count;

const pidFile = z.object({ pid: z.number() });
const pidIn = (directory: string) =>
  pidFile.parse(JSON.parse(readFileSync(join(directory, 'engine.json'), 'utf8'))).pid;

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
}

describe('The engine', () => {
  it('creates a table once, and answers the ARN of its stream', async () => {
    const engine = await start(undefined);
    const streamArn = await ensureTable(engine.client, table);
    expect(streamArn).toMatch(/table\/Things\/stream\//);
    expect(await ensureTable(engine.client, table)).toBe(streamArn);
  });

  it('refuses a table that exists with other keys', async () => {
    const engine = await start(undefined);
    await ensureTable(engine.client, table);
    const KeySchema = [
      { AttributeName: 'pk', KeyType: 'HASH' as const },
      { AttributeName: 'sk', KeyType: 'RANGE' as const },
    ];
    await expect(ensureTable(engine.client, { ...table, KeySchema })).rejects.toThrow('Things exists with other keys');
  });

  it('keeps what was written in its directory, and numbers the records of a stream by an index', async () => {
    const directory = temporaryDirectory();
    const first = await start(directory);
    await ensureTable(first.client, table);
    await put(first, 'a');
    await first.stop();
    const second = await start(directory);
    await put(second, 'b');
    expect(await count(second)).toBe(2);
  });

  it('ends an engine that a killed run left behind, before it starts', async () => {
    const directory = temporaryDirectory();
    await ensureTable((await start(directory)).client, table);
    const leftover = pidIn(directory);
    const second = await start(directory);
    await waitFor('the end of the first engine', () => (isRunning(leftover) ? undefined : true));
    expect(pidIn(directory)).not.toBe(leftover);
    await put(second, 'a');
    expect(await count(second)).toBe(1);
  });

  it('says when an engine ends by itself', async () => {
    const directory = temporaryDirectory();
    await start(directory);
    process.kill(pidIn(directory), 'SIGKILL');
    await waitFor('word of its end', () => (ended.length > 0 ? true : undefined));
  });

  it('is not there at an endpoint that does not answer', async () => {
    const nowhere = start(undefined, new URL('http://127.0.0.1:1'));
    await expect(nowhere).rejects.toThrow(EngineMissingError);
    await expect(nowhere).rejects.toThrow('DYNAMODB_ENDPOINT http://127.0.0.1:1/ (connect ECONNREFUSED');
  });
});

describe('The memory of a running engine', () => {
  it('spares a process that only has its number', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(other, 'spawn');
    const file = join(temporaryDirectory(), 'engine.json');
    rememberEngine(file, other.pid ?? 0, 'dynoxide serve');
    endLeftoverEngine(file);
    expect(isRunning(other.pid ?? 0)).toBe(true);
    expect(existsSync(file)).toBe(false);
    other.kill();
    await once(other, 'exit');
  });

  it('survives a file that was cut off', () => {
    const file = join(temporaryDirectory(), 'engine.json');
    writeFileSync(file, '{"pid":');
    endLeftoverEngine(file);
    expect(existsSync(file)).toBe(false);
  });
});
