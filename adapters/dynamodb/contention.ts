/** Others kept writing the same items for as long as it was worth waiting. Nothing was written; try again later. */
export class ContentionError extends Error {
  override readonly name = 'ContentionError';
}

/** Waits a random time below a doubling bound ("full jitter"), so that those who collided do not meet again. */
export function pause(attempt: number): Promise<void> {
  const boundMilliseconds = Math.min(10 * 2 ** attempt, 400);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * boundMilliseconds));
}
