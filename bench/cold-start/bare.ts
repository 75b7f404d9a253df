import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildSync } from 'esbuild';
import { bundleOptions } from '../../lib/bundles.ts';
import type { Call } from './calls.ts';

/** The client of each service, by the first part of the target of its calls. */
const clients: Readonly<Record<string, { readonly module: string; readonly client: string }>> = {
  DynamoDB_20120810: { module: '@aws-sdk/client-dynamodb', client: 'DynamoDBClient' },
  AWSStepFunctions: { module: '@aws-sdk/client-sfn', client: 'SFNClient' },
  AWSEvents: { module: '@aws-sdk/client-eventbridge', client: 'EventBridgeClient' },
};

function clientOf(service: string) {
  const found = clients[service];
  if (found === undefined) throw new Error(`The bench does not know the client of ${service}`);
  return found;
}

/**
 * The source of the smallest handler that can send these calls, each group at once: its event is the list of their
 * inputs, in order.
 */
export function bareSource(groups: readonly (readonly Call[])[]): string {
  const calls = groups.flat();
  const services = [...Map.groupBy(calls, ({ service }) => service)];
  const imports = services.map(([service, ofService]) => {
    const { module, client } = clientOf(service);
    const commands = new Set(ofService.map(({ operation }) => `${operation}Command`));
    return `import { ${[client, ...commands].join(', ')} } from '${module}';`;
  });
  const made = services.map(([service]) => `const ${service} = new ${clientOf(service).client}({ maxAttempts: 5 });`);
  let sentBefore = 0;
  const sent = groups.map((group) => {
    const sends = group.map(
      ({ service, operation }) => `${service}.send(new ${operation}Command(inputs[${sentBefore++}]))`,
    );
    return `  await Promise.all([${sends.join(', ')}]);`;
  });
  return [...imports, ...made, 'export async function handler(inputs) {', ...sent, '}', ''].join('\n');
}

/** Bundles the smallest handler for these calls as the functions are bundled, of the SDK as it is. */
export function bundleBare(groups: readonly (readonly Call[])[], outputFile: string): void {
  const entry = outputFile.replace(/\.mjs$/, '.source.mjs');
  mkdirSync(dirname(outputFile), { recursive: true });
  writeFileSync(entry, bareSource(groups));
  buildSync({ ...bundleOptions, entryPoints: [entry], outfile: outputFile });
}
