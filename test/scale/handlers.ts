import type { SQSEvent } from 'aws-lambda';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { reserveStock } from '../../adapters/dynamodb/reservations.ts';
import { now } from '../../functions/clock.ts';
import { handleBatch } from '../../functions/events/batch.ts';
import { deploy } from '../simulation/deployment.ts';
import type { Path } from './scenario.ts';
import type { Handler } from './services/function.ts';

export const inventoryTable = 'Inventory';
const reservationTtlSeconds = 900;

export type Deployed = { readonly reserve: Handler; readonly sweep: Handler; readonly timeoutSeconds: number };

/** The deployed function, or one that reserves each order by its transaction, whatever the SKU. */
export async function deployed(path: Path): Promise<Deployed> {
  const { functions } = await deploy({
    reservationTtlSeconds,
    gracePeriodSeconds: 0,
    sagaTimeoutSeconds: 240,
    sweepSeconds: 60,
    maxOpenOrdersPerBuyer: 0,
  });
  const [reserve, sweep] = [functions.get('reserve-stock'), functions.get('sweep')];
  if (reserve === undefined || sweep === undefined)
    throw new Error('There is no function that reserves, or none that sweeps');
  const { timeoutSeconds } = reserve;
  return { reserve: path === 'escrow' ? reserve.handler : transactionPerOrder(), sweep: sweep.handler, timeoutSeconds };
}

function transactionPerOrder(): Handler {
  const table = { client: createDynamoDBClient(), inventoryTable };
  return (event) =>
    handleBatch(event as SQSEvent, async ({ metadata, happening }) => {
      if (happening.detailType !== 'OrderStatusChangedToAwaitingValidation') throw new Error(happening.detailType);
      const { orderId, lines } = happening.data;
      const { version: eventVersion, eventId, correlationId } = metadata;
      const request = { orderId, lines, eventVersion, eventId, correlationId, decidedAt: now() };
      await reserveStock(table, request, reservationTtlSeconds);
    });
}
