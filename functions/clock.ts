import type { Instant } from '../domain/time.ts';

/** The one place where handlers ask for the time; the domain is told it. */
export function now(): Instant {
  return new Date().toISOString();
}
