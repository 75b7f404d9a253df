import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ContentionError } from '../../adapters/dynamodb/contention.ts';
import { logFailure } from '../log.ts';
import { type Annotations, traced } from '../trace.ts';
import { Problem, problemAnswer } from './problem.ts';
import type { Request } from './request.ts';

export type Answer = APIGatewayProxyStructuredResultV2;

export function json(statusCode: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return text(statusCode, JSON.stringify(value), headers);
}

/** An answer whose bytes were decided before. */
export function text(statusCode: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body,
  };
}

/** Makes a handler of what answers a request: refusals become problems, and bugs a 500 that tells nothing. */
export function answering(answer: (request: Request) => Promise<Answer>): (request: Request) => Promise<Answer> {
  return (request) => {
    const { routeKey } = request;
    return traced(routeKey, () => answerOrProblem(answer, request), { annotate: () => idsOf(request), isFault });
  };
}

async function answerOrProblem(answer: (request: Request) => Promise<Answer>, request: Request): Promise<Answer> {
  try {
    return await answer(request);
  } catch (error) {
    return problemAnswer(problemOf(error, request));
  }
}

function isFault({ statusCode = 500 }: Answer): boolean {
  return statusCode >= 500;
}

/** The id of a request is what correlates all that follows from it. */
function idsOf({ requestContext, pathParameters }: Request): Annotations {
  const orderId = pathParameters?.orderId;
  return { correlationId: requestContext.requestId, ...(orderId === undefined ? {} : { orderId }) };
}

/** What DynamoDB answers when it cannot answer now; the SDK has repeated the call by then. */
const busyErrors = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionConflictException',
  'InternalServerError',
  'ServiceUnavailable',
]);

function problemOf(error: unknown, request: Request): Problem {
  if (error instanceof Problem) return error;
  logFailure('request failed', error, { requestId: request.requestContext.requestId, route: request.routeKey });
  const busy = error instanceof ContentionError || (error instanceof Error && busyErrors.has(error.name));
  return busy
    ? new Problem('service_unavailable', 'The service is busy; the same request may be sent again.', [], {
        'retry-after': '1',
      })
    : new Problem('internal_error', 'The request could not be completed; it is safe to repeat it.');
}
