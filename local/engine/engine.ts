import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dynamodb, EngineClient } from './engine-client.ts';
import { EngineMissingError, engineCommand } from './engine-command.ts';
import { EngineProcess } from './engine-process.ts';

export type EngineOptions = {
  /** A DynamoDB API to use instead of an engine of our own. */
  readonly endpoint: URL | undefined;
  /** Where an engine of our own keeps its data; none: in memory. */
  readonly dataDirectory: string | undefined;
  /** Called if an engine of our own ends by itself, with the last that it wrote. */
  readonly onUnexpectedExit: (output: string) => void;
};

/** The DynamoDB engine behind the local run. */
export type Engine = { readonly client: EngineClient; readonly stop: () => Promise<void> };

/** Starts the engine, or connects to the given one. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const accessKeyId = accessKeyIdOf(options.dataDirectory);
  if (options.endpoint !== undefined) {
    const client = new EngineClient(options.endpoint, accessKeyId);
    await checkAnswers(client, options.endpoint);
    return { client, stop: async () => client.close() };
  }
  const engine = await EngineProcess.start(engineCommand(options.dataDirectory), options.dataDirectory);
  engine.onUnexpectedExit(options.onUnexpectedExit);
  const client = new EngineClient(engine.endpoint, accessKeyId);
  const stop = async () => {
    client.close();
    await engine.stop();
  };
  return { client, stop };
}

/** @throws EngineMissingError if there is no DynamoDB API at the endpoint */
async function checkAnswers(client: EngineClient, endpoint: URL): Promise<void> {
  try {
    await client.call(dynamodb('ListTables'), {});
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new EngineMissingError(
      `There is no DynamoDB API at DYNAMODB_ENDPOINT ${endpoint} (${reason}): start it, or leave the variable unset`,
    );
  }
}

/**
 * The access key id of a data directory, the same at each start. An engine that several runs share may keep the
 * tables of each access key apart: then each run finds its own, and a run in memory finds none.
 */
function accessKeyIdOf(dataDirectory: string | undefined): string {
  const file = dataDirectory && join(dataDirectory, 'access-key-id');
  if (file !== undefined && existsSync(file)) return readFileSync(file, 'utf8').trim();
  const accessKeyId = `local${randomBytes(8).toString('hex')}`;
  if (file !== undefined) writeFileSync(file, accessKeyId);
  return accessKeyId;
}
