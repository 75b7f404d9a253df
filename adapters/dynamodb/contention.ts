import { TransactionConflictException } from '@aws-sdk/client-dynamodb';

/** Others kept writing the same items for as long as it was worth waiting. Nothing was written; try again later. */
export class ContentionError extends Error {
  override readonly name = 'ContentionError';
}

/** Waits a random time below a doubling bound ("full jitter"), so that those who collided do not meet again. */
export function pause(attempt: number): Promise<void> {
  const boundMilliseconds = Math.min(10 * 2 ** attempt, 400);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * boundMilliseconds));
}

const attempts = 8;

function isConflict(error: unknown): boolean {
  return error instanceof TransactionConflictException;
}

const throttles = new Set(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded']);

/** What certainly wrote nothing: for a client that repeats nothing by itself. */
export function isRefusedForLoad(error: unknown): boolean {
  return isConflict(error) || (error instanceof Error && throttles.has(error.name));
}

/**
 * Sends the write of a single item again while somebody's transaction holds the item: the SDK does not.
 * @throws {ContentionError} when it is still held after all attempts; nothing was written
 */
export async function writeUncontended<T>(write: () => Promise<T>, isContention = isConflict): Promise<T> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await pause(attempt);
    try {
      return await write();
    } catch (error) {
      if (!isContention(error)) throw error;
    }
  }
  throw new ContentionError(`The item was held by others for ${attempts} attempts`);
}
