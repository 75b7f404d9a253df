import type { DetailType } from '../../domain/events/catalogue.ts';
import type { RawLetter } from './held-letters.ts';

/** Where in a stream the records stand that could not be published. Lambda tells no more of them. */
export type FailedBatch = {
  readonly tableName: string;
  readonly streamArn: string;
  readonly shardId: string;
  readonly startSequenceNumber: string;
  readonly endSequenceNumber: string;
  readonly firstArrivedAt: string;
  readonly lastArrivedAt: string;
  readonly batchSize: number;
};

/** What a letter stands for, and so what redriving it is. */
export type Content =
  /** An event that a rule could not deliver or a function could not handle: back to the consumer's queue. */
  | { readonly kind: 'consumer'; readonly detailType: DetailType; readonly returnsTo: string }
  /** A scheduled call that could not be made, or failed: the function is called. */
  | { readonly kind: 'schedule'; readonly functionArn: string; readonly payload: string }
  /** An execution that failed, timed out or was aborted: it goes on, or another one recovers the order. */
  | { readonly kind: 'execution'; readonly executionArn: string; readonly status: string }
  /** Records of a stream that were not published: their events are. */
  | { readonly kind: 'stream'; readonly batch: FailedBatch }
  /** Nothing that anybody here could handle. */
  | { readonly kind: 'unknown' };

type Saying<Kind extends Content['kind']> = {
  readonly content: Extract<Content, { readonly kind: Kind }>;
  readonly orderId: string | undefined;
  /** What it is about, and why it is here, in a few words. */
  readonly what: string;
  readonly why: string;
};

/** What a letter says. */
export type Reading = { [Kind in Content['kind']]: Saying<Kind> }[Content['kind']];

/** A dead letter, and what it says. */
export type Letter = { [Kind in Content['kind']]: Saying<Kind> & { readonly raw: RawLetter } }[Content['kind']];

export type LetterOf<Kind extends Content['kind']> = Extract<Letter, { readonly content: { readonly kind: Kind } }>;

export function lettersOf<Kind extends Content['kind']>(kind: Kind, letters: readonly Letter[]): LetterOf<Kind>[] {
  return letters.filter((letter): letter is LetterOf<Kind> => letter.content.kind === kind);
}

/** What became of a letter, or of an order. Only what is `left` stays where it is. */
export type Outcome = {
  readonly outcome: 'redriven' | 'nothing_to_do' | 'left';
  readonly detail: string;
};

export const redriven = (detail: string): Outcome => ({ outcome: 'redriven', detail });
export const nothingToDo = (detail: string): Outcome => ({ outcome: 'nothing_to_do', detail });
export const left = (detail: string): Outcome => ({ outcome: 'left', detail });

/** What a failure says, in one line. */
export function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return reason.replaceAll(/\s+/g, ' ');
}
