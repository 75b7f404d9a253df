import { setTimeout as delay } from 'node:timers/promises';

/** Each look is a request to a shop that has other work to do. */
const pollMilliseconds = 50;

/**
 * Asks again and again until the probe answers something else than `undefined`.
 * @param what completes the sentence "Waited in vain for …"
 * @throws when it has not by the deadline
 */
export async function waitFor<Found>(
  what: string,
  probe: () => Promise<Found | undefined> | Found | undefined,
  timeoutMilliseconds = 30_000,
): Promise<Found> {
  const deadline = Date.now() + timeoutMilliseconds;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() >= deadline) throw new Error(`Waited in vain for ${what} (${timeoutMilliseconds} ms)`);
    await delay(pollMilliseconds);
  }
}

/** Waits for a moment that the system itself has named, such as the deadline of a reservation. */
export async function waitUntil(instant: string | number): Promise<void> {
  const moment = new Date(instant).getTime();
  await waitFor(`the moment ${new Date(moment).toISOString()}`, () => (Date.now() > moment ? true : undefined));
}

/** Does the same many times at once. */
export function atOnce<Result>(count: number, action: (index: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => action(index)));
}
