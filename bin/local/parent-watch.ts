const LOOK_MILLISECONDS = 250;

/**
 * Ends this process when npm is gone, which cannot pass on the signal that killed it: otherwise the port and the
 * data directory would stay taken.
 */
export function endWithNpm(): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const look = () => {
    if (process.ppid !== parent) process.exit(1);
  };
  setInterval(look, LOOK_MILLISECONDS).unref();
}
