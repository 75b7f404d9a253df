/** Ends the process by itself when it is told to, once everything has been stopped. */
export function endOnSignals(stop: () => Promise<void>, fail: (error: unknown) => void): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      stop().then(() => process.exit(0), fail);
    });
  }
}
