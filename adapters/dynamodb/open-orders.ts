import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { toItem } from './codec.ts';

/**
 * How many orders of a buyer are in flight, counted up to a bound, in one page of a sparse index of keys. The index
 * follows the orders within moments.
 * @param most at least 1; counting stops there, and so does what it costs
 */
export async function countOpenOrders(
  { client, ordersTable }: { readonly client: DynamoDBClient; readonly ordersTable: string },
  buyerId: string,
  most: number,
): Promise<number> {
  const { Count = 0 } = await client.send(
    new QueryCommand({
      TableName: ordersTable,
      IndexName: 'openByBuyer',
      KeyConditionExpression: 'openBuyerId = :buyerId',
      ExpressionAttributeValues: toItem({ ':buyerId': buyerId }),
      Select: 'COUNT',
      Limit: most,
    }),
  );
  return Count;
}
