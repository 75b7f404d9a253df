import { type FunctionName, functionDeclarations } from './declarations.ts';
import { type Retrier, refusal, retryFor } from './saga-retry.ts';
import type { Settings } from './settings.ts';

type Successor = { readonly Next: string } | { readonly End: true };

type Catcher = { readonly ErrorEquals: readonly string[]; readonly Next: string; readonly Output: string };

export type TaskState = {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Arguments: { readonly FunctionName: string; readonly Payload: Readonly<Record<string, string>> };
  readonly TimeoutSeconds: number;
  readonly Retry: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Output: string | Readonly<Record<string, string>>;
} & Successor;

export type ChoiceState = {
  readonly Type: 'Choice';
  readonly Choices: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Default: string;
};

export type SagaDefinition = {
  readonly QueryLanguage: 'JSONata';
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, TaskState | ChoiceState>>;
};

/** The function that each task calls. */
export const sagaFunctions = {
  AuthorizePayment: 'authorize-payment',
  CommitOrder: 'commit-order',
  CapturePayment: 'capture-payment',
  CloseReservation: 'close-reservation',
  SettlePayment: 'settle-payment',
  ReleaseStock: 'release-stock',
  CancelUncapturedOrder: 'cancel-uncaptured-order',
} as const satisfies Readonly<Record<string, FunctionName>>;

/** What of the settings the saga depends on. */
export type SagaSettings = Pick<Settings, 'sagaTimeoutSeconds' | 'orchestration'>;

export type SagaTask = keyof typeof sagaFunctions;

const outcome = '$states.result.Payload.outcome';
const unchanged = '{% $states.input %}';

/** Ids, not documents: each function reads what is stored. */
const ids = { orderId: '{% $states.input.orderId %}', authorizeBy: '{% $states.input.authorizeBy %}' };

/** Passes the input on, or raises the outcome as an error, which a Catch leads to the compensation. */
function raiseIf(condition: string): string {
  return `{% ${condition} ? $error(${outcome}) : $states.input %}`;
}

function compensate(errors: string, Next: SagaTask): Catcher[] {
  return [{ ErrorEquals: [errors], Next, Output: unchanged }];
}

type TaskProps = Pick<TaskState, 'Retry' | 'Catch'> & Partial<Pick<TaskState, 'Output'>> & Successor;

/** The answer may be lost while the function goes on: the state waits a little longer than the function may run. */
function task(name: SagaTask, props: TaskProps): TaskState {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: `\${${name}}`, Payload: ids },
    Output: unchanged,
    TimeoutSeconds: functionDeclarations[sagaFunctions[name]].timeoutSeconds + 5,
    ...props,
  };
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const longestExpressSeconds = 300;

/** A state machine's own time limit knows no Catch: it only ends what hangs, and the sweep recovers the order. */
export function backstopSeconds({ sagaTimeoutSeconds, orchestration }: SagaSettings): number {
  return orchestration === 'express' ? longestExpressSeconds : 2 * sagaTimeoutSeconds + 300;
}

/**
 * The saga of one order, as data: `${AuthorizePayment}` and the like stand for the functions' ARNs. Its input is
 * `{orderId, authorizeBy}`. Refusals are returned outcomes, so that no state is there only to look at one. The states
 * are the same whatever type the state machine has; on Express the retries and the backstop end sooner.
 */
export function sagaDefinition(settings: SagaSettings): SagaDefinition {
  const { sagaTimeoutSeconds } = settings;
  const Retry = retryFor(sagaTimeoutSeconds, sagaTimeoutSeconds);
  const persistently = retryFor(backstopSeconds(settings), sagaTimeoutSeconds);
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'AuthorizePayment',
    TimeoutSeconds: backstopSeconds(settings),
    States: { ...payingStates(Retry), ...compensatingStates(persistently) },
  };
}

/** The happy path. */
function payingStates(Retry: readonly Retrier[]): SagaDefinition['States'] {
  return {
    AuthorizePayment: task('AuthorizePayment', {
      Retry,
      Output: raiseIf(`${outcome} != 'authorized'`),
      Catch: compensate('States.ALL', 'CloseReservation'),
      Next: 'CommitOrder',
    }),
    CommitOrder: task('CommitOrder', {
      Retry,
      Output: raiseIf(`${outcome} != 'committed'`),
      Catch: compensate('States.ALL', 'CloseReservation'),
      Next: 'CapturePayment',
    }),
    // Only a refusal undoes a paid order: a capture without an answer may have happened.
    CapturePayment: task('CapturePayment', {
      Retry,
      Output: raiseIf(`${outcome} = 'refused'`),
      Catch: compensate(refusal, 'CancelUncapturedOrder'),
      End: true,
    }),
  };
}

/** Closing comes first: from then on no commit can follow what is undone. */
function compensatingStates(Retry: readonly Retrier[]): SagaDefinition['States'] {
  return {
    CloseReservation: task('CloseReservation', {
      Retry,
      Output: { ...ids, closing: `{% ${outcome} %}` },
      Next: 'RouteClosing',
    }),
    RouteClosing: {
      Type: 'Choice',
      Choices: [{ Condition: "{% $states.input.closing = 'paid' %}", Next: 'CapturePayment' }],
      Default: 'SettlePayment',
    },
    CancelUncapturedOrder: task('CancelUncapturedOrder', { Retry, Next: 'SettlePayment' }),
    SettlePayment: task('SettlePayment', { Retry, Next: 'ReleaseStock' }),
    ReleaseStock: task('ReleaseStock', { Retry, End: true }),
  };
}
