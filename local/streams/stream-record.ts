import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { REGION } from '../template/pseudo-parameters.ts';

/** A record as an engine gives it. */
const engineRecord = z.object({
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  userIdentity: z.unknown().optional(),
  dynamodb: z.looseObject({
    ApproximateCreationDateTime: z.number(),
    Keys: z.record(z.string(), z.unknown()),
    NewImage: z.record(z.string(), z.unknown()).optional(),
    OldImage: z.record(z.string(), z.unknown()).optional(),
    SequenceNumber: z.string(),
    SizeBytes: z.number().default(0),
  }),
});

const recordsPage = z.object({ Records: z.array(engineRecord), NextShardIterator: z.string().nullish() });

export type EngineRecord = z.infer<typeof engineRecord>;

/** A page of records as `GetRecords` answers it. */
export type RecordsPage = z.infer<typeof recordsPage>;

export function parseRecordsPage(output: unknown): RecordsPage {
  return recordsPage.parse(output);
}

/** A record as Lambda hands it to a function. */
export type StreamRecord = {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventVersion: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly dynamodb: EngineRecord['dynamodb'];
  readonly eventSourceARN: string;
};

export function streamRecord({ eventName, dynamodb, userIdentity }: EngineRecord, streamArn: string): StreamRecord {
  return {
    // Engines number records, alike in all tables; an event id is unique.
    eventID: createHash('md5').update(`${streamArn} ${dynamodb.SequenceNumber}`).digest('hex'),
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: REGION,
    dynamodb,
    eventSourceARN: streamArn,
    ...(userIdentity === undefined ? {} : { userIdentity }),
  };
}

/** DynamoDB tells nothing of a write that changes nothing; an engine may. */
export function changesNothing({ eventName, dynamodb }: EngineRecord): boolean {
  const { OldImage, NewImage } = dynamodb;
  return eventName === 'MODIFY' && OldImage !== undefined && isDeepStrictEqual(OldImage, NewImage);
}
