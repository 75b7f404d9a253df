import type { FunctionError } from '../ports.ts';

/** What a worker thread is started with. */
export type WorkerStart = {
  readonly moduleUrl: string;
  readonly exportName: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
};

/** One invocation, sent to a worker that is ready. */
export type InvocationMessage = {
  readonly requestId: string;
  /** The event as JSON text. */
  readonly payload: string;
  /** When the invocation times out, in milliseconds since the epoch. */
  readonly deadline: number;
};

/** What a worker answers: `ready` or `unusable` once, then one answer to each invocation. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly error: FunctionError }
  | { readonly kind: 'returned'; readonly payload: string }
  | { readonly kind: 'threw'; readonly error: FunctionError };
