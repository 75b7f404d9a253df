import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { ChangedItem } from './records.ts';

/** The images of a record; `undefined` for a deletion, which tells nothing. */
export function changedItem({ dynamodb }: DynamoDBRecord): ChangedItem | undefined {
  if (dynamodb?.NewImage === undefined) return undefined;
  return {
    before: dynamodb.OldImage as Record<string, AttributeValue> | undefined,
    after: dynamodb.NewImage as Record<string, AttributeValue>,
    at: new Date((dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString(),
  };
}
