import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { EngineClient } from '../../local/engine/engine-client.ts';
import { jsonResponse } from '../../local/gateway/http-message.ts';
import type { LocalRoute } from '../../local/runtime/local-routes.ts';
import { scanItems } from './table-items.ts';

const effect = z.object({
  orderId: z.string(),
  operation: z.string(),
  outcome: z.string(),
  amount: z.object({ amount: z.number(), currency: z.string() }),
  key: z.string(),
  at: z.string(),
});

const entry = z.object({ effects: z.array(effect) });

/** Shows the effects in the ledger of the simulated payment provider, of one order or of all. */
export function paymentsRoute(engine: EngineClient, tableName: string): LocalRoute {
  return {
    method: 'GET',
    path: '/_local/payments',
    handle: async ({ query }) => {
      const orderId = new URLSearchParams(query).get('orderId');
      return jsonResponse(200, { items: await effectsOf(engine, tableName, orderId) });
    },
  };
}

async function effectsOf(engine: EngineClient, tableName: string, orderId: string | null) {
  const filter =
    orderId === null
      ? {}
      : { FilterExpression: 'orderId = :orderId', ExpressionAttributeValues: { ':orderId': { S: orderId } } };
  const items = await scanItems(engine, { TableName: tableName, ConsistentRead: true, ...filter });
  return items
    .flatMap((item) => entry.parse(unmarshall(item)).effects)
    .sort((left, right) => left.at.localeCompare(right.at));
}
