import * as z from 'zod';

const count = z.number();
const overview = z.object({
  inFlight: z.object({ orders: count, oldestSeconds: count.optional() }),
  deadLetters: count,
  discrepancies: count,
  lastHour: z.object({
    placed: count,
    paid: count,
    cancelled: z.record(z.string(), count),
    compensations: count,
    conflicts: count,
    reservationLatencyMilliseconds: z.object({ p50: count, p99: count }).optional(),
  }),
});

export type OverviewFigures = z.infer<typeof overview>;

/** The figures of the last hour, in one line. */
export function liveLine({ inFlight, deadLetters, discrepancies, lastHour }: OverviewFigures): string {
  const cancelled = Object.values(lastHour.cancelled).reduce((sum, orders) => sum + orders, 0);
  const latency = lastHour.reservationLatencyMilliseconds;
  const age = inFlight.oldestSeconds === undefined ? '' : ` (oldest ${inFlight.oldestSeconds} s)`;
  return [
    `in flight ${inFlight.orders}${age}`,
    `placed ${lastHour.placed}`,
    `paid ${lastHour.paid}`,
    `cancelled ${cancelled}`,
    `undone ${lastHour.compensations}`,
    ...(latency === undefined ? [] : [`reserved within ${latency.p50} ms (p99 ${latency.p99} ms)`]),
    `conflicts ${lastHour.conflicts}`,
    `dead letters ${deadLetters}`,
    `discrepancies ${discrepancies}`,
  ].join('  ');
}

const lookMilliseconds = 1_000;
const clearLine = '\r\x1b[K';

/**
 * Keeps the figures on the last line of a terminal, written anew when they change. Where there is no terminal nothing is
 * written: a log is no place for a line that is never finished.
 * @param token gives a fresh token of staff
 */
export function showLiveLine(url: string, token: () => Promise<string>): void {
  const { stderr } = process;
  if (!stderr.isTTY) return;
  let shown = '';
  const look = async () => {
    const figures = await ask(url, await token());
    const line = figures === undefined ? shown : liveLine(figures).slice(0, stderr.columns - 1);
    if (line !== shown) stderr.write(`${clearLine}${line}`);
    shown = line;
  };
  setInterval(() => void look(), lookMilliseconds).unref();
}

/** `undefined` when the figures cannot be had just now, such as while faults are injected: the next look may. */
async function ask(url: string, token: string): Promise<OverviewFigures | undefined> {
  try {
    const response = await fetch(`${url}/operations/overview`, { headers: { authorization: `Bearer ${token}` } });
    return response.ok ? overview.parse(await response.json()) : undefined;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
