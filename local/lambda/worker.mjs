/**
 * The code of a worker thread: loads one function, then runs one invocation after the other. It is plain JavaScript,
 * since every thread that has to strip types loads a compiler of its own, some 8 MB.
 *
 * @typedef {import('../ports.ts').FunctionError} FunctionError
 * @typedef {import('./messages.ts').WorkerStart} WorkerStart
 * @typedef {import('./messages.ts').WorkerMessage} WorkerMessage
 * @typedef {import('./messages.ts').InvocationMessage} InvocationMessage
 * @typedef {(event: unknown, context: unknown) => unknown} Handler
 */
import { parentPort, workerData } from 'node:worker_threads';

/** @type {WorkerStart} */
const start = workerData;

/** @param {WorkerMessage} message */
function send(message) {
  parentPort?.postMessage(message);
}

/**
 * The error as Lambda's Node runtime reports it.
 * @param {unknown} error
 * @returns {FunctionError}
 */
function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

/** @returns {Promise<Handler>} */
async function loadHandler() {
  const module = await import(start.moduleUrl);
  const handler = module[start.exportName];
  if (typeof handler !== 'function') throw new TypeError(`${start.exportName} is not a function of the module`);
  return handler;
}

/** @param {InvocationMessage} message */
function contextOf({ requestId, deadline }) {
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

/**
 * @param {Handler} handler
 * @param {InvocationMessage} message
 */
async function answer(handler, message) {
  try {
    const result = await handler(JSON.parse(message.payload), contextOf(message));
    send({ kind: 'returned', payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    send({ kind: 'threw', error: describe(error) });
  }
}

try {
  const handler = await loadHandler();
  parentPort?.on('message', (message) => void answer(handler, message));
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'unusable', error: describe(error) });
}
