import { startEngine } from '../../local/engine/engine.ts';
import { dynamodb } from '../../local/engine/engine-client.ts';
import type { LocalRun } from './local-run.ts';

/** Lets the simulated provider forget the key of a payment, as real ones do after a day. The run must be stopped. */
export async function pruneProvider(run: LocalRun, key: string): Promise<void> {
  const { DYNAMODB_ENDPOINT } = process.env;
  const { client, stop } = await startEngine({
    endpoint: DYNAMODB_ENDPOINT === undefined ? undefined : new URL(DYNAMODB_ENDPOINT),
    dataDirectory: run.dataDirectory,
    onUnexpectedExit: (output) => console.error(`The engine ended: ${output}`),
  });
  const { TableNames } = await client.call(dynamodb('ListTables'), {});
  const tables = Array.isArray(TableNames) ? TableNames.map(String) : [];
  const TableName = tables.find((name) => name.includes('PaymentLedger'));
  const { Attributes } = await client.call(dynamodb('DeleteItem'), {
    TableName,
    Key: { pk: { S: key } },
    ReturnValues: 'ALL_OLD',
  });
  await stop();
  if (Attributes === undefined) throw new Error(`The provider did not know the key ${key}`);
}
