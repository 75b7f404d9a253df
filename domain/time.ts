/** RFC 3339 in UTC with milliseconds, as `Date.toISOString` writes it: text order is time order. */
export type Instant = string;

export function addSeconds(at: Instant, seconds: number): Instant {
  return new Date(Date.parse(at) + seconds * 1000).toISOString();
}

/** Seconds from `start` to `end`; negative when `end` comes first. */
export function secondsBetween(start: Instant, end: Instant): number {
  return (Date.parse(end) - Date.parse(start)) / 1000;
}
