/** What the parts of the local runtime ask of each other. Nothing here knows what the template is for. */

/** What Lambda reports of a failed invocation: the error's name and message, as in `FunctionError: Unhandled`. */
export type FunctionError = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
};

export type InvocationResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly error: FunctionError };

/** Runs one invocation of a function of the template, to its end or its timeout; never rejects. */
export interface FunctionInvoker {
  invoke(functionArn: string, payload: unknown): Promise<InvocationResult>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `action` once after the delay; the answer cancels it. */
  after(delayMilliseconds: number, action: () => void): () => void;
}

/** One thing that is not settled yet, in words for a person, such as `queue reserve-stock: 2 messages`. */
export type Pending = string;

/** A part that has work of its own: `settle` asks each, and `stop` waits for none of it. */
export interface Part {
  pending(): readonly Pending[] | Promise<readonly Pending[]>;
  stop(): Promise<void>;
}

/** Receives what no consumer could handle: messages of a dead-letter queue, by queue ARN. */
export interface QueueSender {
  send(queueArn: string, body: string, attributes?: Readonly<Record<string, string>>): void;
}

/** Takes word of something that AWS would only count in a metric, such as a message that was given up. */
export type Report = (problem: string) => void;

/** A point where a fault can be injected, with the names of what passes there. */
export type InterceptionPoint =
  | {
      readonly at: 'delivery';
      readonly source: string;
      readonly target: string;
      readonly ids: readonly string[];
      /** What is delivered, as JSON text; made only when it is asked for. */
      readonly text: () => string;
    }
  | { readonly at: 'invoke'; readonly functionArn: string /** JSON text. */; readonly payload: string }
  | {
      readonly at: 'transition';
      readonly executionArn: string;
      readonly from: string;
      readonly to: string;
      /** Whether `act` may be called twice: the second call runs the whole execution once more. */
      readonly mayRepeat: boolean;
    }
  | {
      readonly at: 'call';
      readonly caller: string;
      readonly service: string;
      readonly operation: string;
      /** The request as it was sent, JSON text. */
      readonly body: Buffer;
    };

/**
 * Stands around what happens at a point: it may delay `act`, call it twice, or reject instead of calling it. A
 * rejection counts as a failure of the service at that point, which handles it as AWS would.
 */
export interface Interceptor {
  intercept<T>(point: InterceptionPoint, act: () => Promise<T>): Promise<T>;
}

/** The interceptor that changes nothing. */
export const passThrough: Interceptor = { intercept: (_point, act) => act() };

/** What an AWS API answers instead of a result: `code` is the error's name on the wire, as in `__type`. */
export class ServiceError extends Error {
  readonly code: string;
  /** Further members of the error, such as the reasons of a cancelled transaction. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.members = members;
  }
}

/** Who acts: a function with its role, a service of AWS with a role that it was given, or a service in its own name. */
export type Principal =
  | { readonly functionArn: string }
  | { readonly roleArn: string; readonly session: string }
  /** Such as `events.amazonaws.com`. */
  | { readonly service: string };

/** One action on one resource, as policies speak of it. */
export type AccessRequest = {
  readonly principal: Principal;
  /** Such as `dynamodb:PutItem`. */
  readonly action: string;
  /** An ARN, or `*` for an action that has no resource. */
  readonly resource: string;
  /** The values of condition keys, such as `dynamodb:LeadingKeys`. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
};

/** Stands before every action that AWS would look up in policies. */
export interface Authorizer {
  /** @throws AccessDenied */
  authorize(request: AccessRequest): void;
}

/** The authorizer that allows everything. */
export const unrestricted: Authorizer = { authorize: () => undefined };

/** What AWS answers to an action that no policy allows, or that one denies. Trying again is of no use. */
export class AccessDenied extends ServiceError {
  constructor(message: string) {
    super('AccessDeniedException', message);
    this.name = 'AccessDenied';
  }
}

/** No answer reaches the caller: its connection breaks. Whether the call took effect is not said. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}
