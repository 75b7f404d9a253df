import { type Instant, secondsBetween } from '../time.ts';
import { type Finding, identityOf } from './discrepancy.ts';

/** What was seen once. `seenAt` is the time of the first of the looks that saw the very same. */
export type Suspicion = { readonly finding: Finding; readonly seenAt: Instant };

/**
 * How far apart two looks have to be, so that the second one is worth more than the first: the ledger is projected
 * from events, and one whose delivery failed comes again after 30 seconds.
 */
export const secondsApart = 60;

export function sameFinding(left: Finding, right: Finding): boolean {
  const other = identityOf(right);
  return identityOf(left).every((part, index) => part === other[index]);
}

/** Whether the subject of a suspicion is worth another look already. */
export function isDue({ seenAt }: Suspicion, at: Instant): boolean {
  return secondsBetween(seenAt, at) >= secondsApart;
}

/** A finding is believed when it was seen twice at the same revision, and the two looks were apart. */
export function isBelieved(finding: Finding, earlier: Suspicion | undefined, at: Instant): boolean {
  return earlier !== undefined && sameFinding(finding, earlier.finding) && isDue(earlier, at);
}

/** What is remembered of a look: seen again, the first look stands; seen otherwise, this one is the first. */
export function suspicionAfter(finding: Finding, earlier: Suspicion | undefined, at: Instant): Suspicion {
  return earlier !== undefined && sameFinding(finding, earlier.finding) ? earlier : { finding, seenAt: at };
}
