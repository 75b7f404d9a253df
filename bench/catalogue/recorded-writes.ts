import {
  DynamoDBClient,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { reserveStock } from '../../adapters/dynamodb/reservations.ts';
import type { AdmittedOrder } from '../../domain/inventory/hot.ts';

const TTL_SECONDS = 900;

/**
 * The transactions that reserving would send for these orders, one each, recorded instead of sent: what is compared
 * with ours is the same by construction, whatever it comes to be.
 */
export async function recordedWrites(
  inventoryTable: string,
  orders: readonly AdmittedOrder[],
): Promise<TransactWriteItemsCommandInput[]> {
  const recorded: TransactWriteItemsCommandInput[] = [];
  const client = new DynamoDBClient({ region: 'us-east-1' });
  client.middlewareStack.add(
    () => async (sent) => {
      if (!('ClientRequestToken' in sent.input && 'TransactItems' in sent.input))
        throw new Error('Reserving sent something else than a transaction');
      recorded.push(sent.input);
      return { output: { $metadata: {} }, response: {} };
    },
    { step: 'initialize' },
  );
  const decidedAt = new Date().toISOString();
  for (const order of orders) await reserveStock({ client, inventoryTable }, { ...order, decidedAt }, TTL_SECONDS);
  client.destroy();
  return recorded;
}

/** Sends them as they are; a refusal or a collision ends the bench, since there is to be none. */
export async function sendBare(client: DynamoDBClient, writes: readonly TransactWriteItemsCommandInput[]) {
  await Promise.all(writes.map((write) => client.send(new TransactWriteItemsCommand(write))));
}
