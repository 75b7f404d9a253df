/** The code of a worker thread: loads one function, then runs one invocation after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FunctionError } from '../ports.ts';
import type { InvocationMessage, WorkerMessage, WorkerStart } from './messages.ts';

type Handler = (event: unknown, context: unknown) => unknown;

const start: WorkerStart = workerData;

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

/** The error as Lambda's Node runtime reports it. */
function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

async function loadHandler(): Promise<Handler> {
  const module: Record<string, unknown> = await import(start.moduleUrl);
  const handler = module[start.exportName];
  if (typeof handler !== 'function') throw new TypeError(`${start.exportName} is not a function of the module`);
  return (event, context) => handler(event, context);
}

function contextOf({ requestId, deadline }: InvocationMessage): unknown {
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: start.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: start.functionArn,
    logGroupName: `/aws/lambda/${start.functionName}`,
    logStreamName: 'local',
    memoryLimitInMB: String(start.memoryMegabytes),
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function answer(handler: Handler, message: InvocationMessage): Promise<void> {
  try {
    const event: unknown = JSON.parse(message.payload);
    const result = await handler(event, contextOf(message));
    send({ kind: 'returned', payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    send({ kind: 'threw', error: describe(error) });
  }
}

try {
  const handler = await loadHandler();
  parentPort?.on('message', (message: InvocationMessage) => void answer(handler, message));
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'unusable', error: describe(error) });
}
