import { AccessDenied, type Authorizer, type Clock, type FunctionInvoker, type InvocationResult } from '../ports.ts';
import { fromDataText, toDataText } from './data.ts';
import type { TaskState } from './definition.ts';
import type { Execution, Outcome } from './execution.ts';
import { type Evaluate, leave, secondsOf } from './exit.ts';
import { retryFor } from './retry.ts';
import { matchesError, StateError } from './state-error.ts';

/** What trying a state needs; `random` gives numbers from 0 up to 1, for the jitter of retries. */
export type PerformPorts = {
  readonly clock: Clock;
  readonly invoker: FunctionInvoker;
  readonly access: Authorizer;
  readonly random: () => number;
};

/** Tries a Task state once: an error in any of its fields, or of its function, goes to its Retry, then its Catch. */
export async function performTask(
  state: TaskState,
  roleArn: string,
  execution: Execution,
  evaluate: Evaluate,
  ports: PerformPorts,
): Promise<Outcome> {
  const principal = { roleArn, session: execution.name };
  const mayInvoke = (functionArn: string) =>
    ports.access.authorize({ principal, action: 'lambda:InvokeFunction', resource: functionArn });
  try {
    const result = await invoke(state, mayInvoke, evaluate, ports);
    return await leave(state, execution, evaluate, { result });
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return handle(state, execution, error, evaluate, ports);
  }
}

/** Calls the function, and answers what the optimised integration of Lambda answers. */
async function invoke(
  state: TaskState,
  mayInvoke: (functionArn: string) => void,
  evaluate: Evaluate,
  { clock, invoker }: PerformPorts,
): Promise<unknown> {
  const { FunctionName: functionName, Payload: payload } = state.Arguments;
  const functionArn = String(await evaluate(functionName, 'Arguments/FunctionName'));
  const text = toDataText(await evaluate(payload, 'Arguments/Payload'), 'The payload of the function');
  const timeoutSeconds =
    state.TimeoutSeconds === undefined ? undefined : await secondsOf(state.TimeoutSeconds, 'TimeoutSeconds', evaluate);
  orFailure(() => mayInvoke(functionArn));
  const invocation = invoker.invoke(functionArn, fromDataText(text));
  const result = await (timeoutSeconds === undefined ? invocation : withTimeout(invocation, timeoutSeconds, clock));
  if (!result.ok) throw functionFailure(result.error);
  toDataText(result.payload, 'The result of the function');
  return { ExecutedVersion: '$LATEST', Payload: result.payload ?? null, StatusCode: 200 };
}

/** A call that outlives the state's time is left to itself: Step Functions does not stop the function either. */
function withTimeout(invocation: Promise<InvocationResult>, seconds: number, clock: Clock): Promise<InvocationResult> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(seconds * 1000, () =>
      reject(new StateError('States.Timeout', `${seconds} seconds are over.`)),
    );
    invocation.then(resolve, reject).finally(cancel);
  });
}

/** Step Functions tells a state what Lambda answered to it. */
function orFailure(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
    const service = '(Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException)';
    throw new StateError('Lambda.AWSLambdaException', `${error.message} ${service}`);
  }
}

function functionFailure(error: Extract<InvocationResult, { ok: false }>['error']): StateError {
  const { errorType, errorMessage, trace = [] } = error;
  return new StateError(errorType, JSON.stringify({ errorType, errorMessage, trace }));
}

async function handle(
  state: TaskState,
  execution: Execution,
  failure: StateError,
  evaluate: Evaluate,
  { random }: PerformPorts,
): Promise<Outcome> {
  const retry = retryFor(state.Retry, failure.error, execution.retries, random);
  if (retry) return { kind: 'retry', ...retry, reason: failure.message };
  const catcher = state.Catch.find(({ ErrorEquals: names }) => matchesError(names, failure.error));
  if (!catcher) throw failure;
  const errorOutput = { Error: failure.error, Cause: failure.cause };
  const outcome = await leave(catcher, execution, evaluate, { errorOutput });
  return outcome.kind === 'next' ? { ...outcome, caught: failure.message } : outcome;
}
