import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../../domain/time.ts';
import { type Item, toItem } from './codec.ts';

/** Both ends included. */
export type Period = { readonly from: Instant; readonly to: Instant };

/** Which items of a table tell events, and when they say that it happened. */
export type StoredEvents = 'orders' | 'inventory';

/** What one page of a scan gave: the items that it found, and how many it had to read for them. */
export type ScannedPage = { readonly items: readonly Item[]; readonly scanned: number };

export type ScanRequest = {
  readonly tableName: string;
  readonly stored: StoredEvents;
  readonly periods: readonly Period[];
  /** This part of the table, of so many. */
  readonly segment: number;
  readonly segments: number;
};

/** For each kind of item its sort key, and the attribute that holds its time. */
const told: Readonly<Record<StoredEvents, readonly { readonly kind: string; readonly time: string }[]>> = {
  orders: [{ kind: 'begins_with(sk, :event)', time: '#events[0].#detail.#metadata.#occurredAt' }],
  inventory: [
    { kind: 'sk = :reservation', time: '#decidedAt' },
    { kind: 'sk = :adjustment', time: '#at' },
  ],
};

const kindValues: Readonly<Record<StoredEvents, Readonly<Record<string, string>>>> = {
  orders: { ':event': 'EVENT#' },
  inventory: { ':reservation': 'RESERVATION', ':adjustment': 'ADJUSTMENT' },
};

const names = ['events', 'detail', 'metadata', 'occurredAt', 'decidedAt', 'at'] as const;

/**
 * The items of one segment of a table that tell events of some periods, page by page. The whole segment is read, and
 * paid for, whatever is found: no index knows the times of events.
 */
export async function* scanStoredEvents(client: DynamoDBClient, request: ScanRequest): AsyncGenerator<ScannedPage> {
  let ExclusiveStartKey: Item | undefined;
  do {
    const {
      Items = [],
      ScannedCount = 0,
      LastEvaluatedKey,
    } = await client.send(
      new ScanCommand({
        TableName: request.tableName,
        Segment: request.segment,
        TotalSegments: request.segments,
        ...filterOf(request),
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      }),
    );
    yield { items: Items, scanned: ScannedCount };
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

function filterOf({ stored, periods }: ScanRequest) {
  const within = (time: string) => periods.map((_, n) => `${time} BETWEEN :from${n} AND :to${n}`).join(' OR ');
  const FilterExpression = told[stored].map(({ kind, time }) => `(${kind} AND (${within(time)}))`).join(' OR ');
  const used = names.filter((name) => new RegExp(`#${name}\\b`).test(FilterExpression));
  const bounds = periods.flatMap(({ from, to }, n) => [
    [`:from${n}`, from],
    [`:to${n}`, to],
  ]);
  return {
    FilterExpression,
    ExpressionAttributeNames: Object.fromEntries(used.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: toItem({ ...kindValues[stored], ...Object.fromEntries(bounds) }),
  };
}
