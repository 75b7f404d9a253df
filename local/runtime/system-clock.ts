import type { Clock } from '../ports.ts';

/** A timer of Node overflows, and fires at once, beyond this delay. */
const LONGEST_TIMER_MILLISECONDS = 2 ** 31 - 1;

/** The time of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMilliseconds, action) => {
    let timer: NodeJS.Timeout;
    const dueAt = Date.now() + delayMilliseconds;
    const arm = () => {
      const left = dueAt - Date.now();
      timer =
        left > LONGEST_TIMER_MILLISECONDS
          ? setTimeout(arm, LONGEST_TIMER_MILLISECONDS)
          : setTimeout(action, Math.max(0, left));
    };
    arm();
    return () => clearTimeout(timer);
  },
};
