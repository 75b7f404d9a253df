import { spawnSync } from 'node:child_process';
import { javaProblem } from './dynamodb-local/java.ts';
import { dynamoDBLocalDirectory } from './dynamodb-local/package.ts';
import { startDynamoDBLocal } from './dynamodb-local/server.ts';

/** Runs the adapter and system tests against the real DynamoDB Local, instead of the embedded engine. */
const problem = javaProblem();
if (problem !== undefined) {
  console.error(problem);
  process.exit(1);
}

const server = await startDynamoDBLocal(dynamoDBLocalDirectory());
const tests = process.argv.slice(2);
const wanted = tests.length > 0 ? tests : ['test/adapters', 'test/system'];
// The server takes its share of the cores, too.
const { status } = spawnSync('vitest', ['run', '--maxWorkers=2', ...wanted], {
  stdio: 'inherit',
  env: { ...process.env, DYNAMODB_ENDPOINT: server.endpoint },
});
server.stop();
process.exit(status ?? 1);
