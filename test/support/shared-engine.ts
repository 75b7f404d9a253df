import * as z from 'zod/mini';
import { dynamodb, EngineClient } from '../../local/engine/engine-client.ts';
import { engineCommand } from '../../local/engine/engine-command.ts';
import { EngineProcess } from '../../local/engine/engine-process.ts';
import type { LocalRun } from './local-run.ts';

/** A DynamoDB engine that a test shares with a local run, to do in its tables what no function may. */
export type SharedEngine = {
  /** What the run is told as `DYNAMODB_ENDPOINT`. */
  readonly endpoint: string;
  /** Calls an operation on the one table of the run whose name has this in it. */
  readonly call: (run: LocalRun, operation: string, table: string, input: object) => Promise<unknown>;
  readonly stop: () => Promise<void>;
};

const tables = z.object({ TableNames: z.array(z.string()) });

/** The embedded engine in memory, or that of `DYNAMODB_ENDPOINT`. */
export async function startSharedEngine(): Promise<SharedEngine> {
  const { DYNAMODB_ENDPOINT } = process.env;
  const own =
    DYNAMODB_ENDPOINT === undefined ? await EngineProcess.start(engineCommand(undefined), undefined) : undefined;
  const endpoint = DYNAMODB_ENDPOINT ?? String(own?.endpoint);
  const call = async (run: LocalRun, operation: string, table: string, input: object) => {
    const client = new EngineClient(new URL(endpoint), await run.accessKeyId());
    const { TableNames } = tables.parse(await client.call(dynamodb('ListTables'), {}));
    const TableName = TableNames.find((name) => name.includes(table));
    const answer = await client.call(dynamodb(operation), { TableName, ...input });
    client.close();
    return answer;
  };
  return { endpoint, call, stop: async () => own?.stop() };
}
