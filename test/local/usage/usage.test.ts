import { describe, expect, it } from 'vitest';
import type { HttpResponse } from '../../../local/gateway/http-message.ts';
import { usageRoutes } from '../../../local/runtime/usage-routes.ts';
import { meteredQueueApi, meteredSender } from '../../../local/usage/metered-services.ts';
import { stepFunctionsUnits } from '../../../local/usage/step-functions-units.ts';
import { Usage } from '../../../local/usage/usage.ts';

const kilobytes = (count: number) => count * 1024;
const noTransitions = { executionsStarted: 0, statesEntered: 0, retries: 0 };
const noExpress = { requests: 0, billedMilliseconds: 0 };
const newUsage = () => new Usage(() => stepFunctionsUnits(noTransitions, noExpress));

describe('usage', () => {
  it.each([
    [0, 1],
    [kilobytes(64), 1],
    [kilobytes(64) + 1, 2],
    [kilobytes(256), 4],
  ])('counts an event and a request to a queue of %i bytes as %i', (bytes, count) => {
    const usage = newUsage();
    usage.addEvent(bytes);
    usage.addQueueRequest(bytes);
    expect(usage.units).toMatchObject({ eventbridge: { events: count }, sqs: { requests: count } });
  });

  it.each([
    [0, 1],
    [kilobytes(512), 1],
    [kilobytes(512) + 1, 2],
  ])('counts a request to the API of %i bytes as %i', (bytes, count) => {
    const usage = newUsage();
    usage.addApiRequest(bytes);
    expect(usage.units.apigateway.requests).toBe(count);
  });

  it.each([
    [1024, 1000, 1],
    [512, 1000, 0.5],
    [128, 0.2, 0.125 / 1000],
    [256, 10.1, 11 / 4000],
  ])('counts an invocation with %i MB for %f ms as %f GB-seconds', (megabytes, milliseconds, gbSeconds) => {
    const usage = newUsage();
    usage.addInvocation('f', megabytes, milliseconds);
    expect(usage.units.lambda).toEqual({ invocations: 1, gbSeconds });
  });

  it('counts the start of an execution, its states and its retries', () => {
    const counts = { executionsStarted: 1, statesEntered: 3, retries: 2 };
    const units = { standardTransitions: 6, expressRequests: 0, expressGbSeconds: 0 };
    expect(stepFunctionsUnits(counts, noExpress)).toEqual(units);
  });

  it('counts the executions of Express, and their time with 64 MB each', () => {
    const units = { standardTransitions: 0, expressRequests: 2, expressGbSeconds: 0.1 };
    expect(stepFunctionsUnits(noTransitions, { requests: 2, billedMilliseconds: 1600 })).toEqual(units);
  });

  it('counts what a service of AWS sends to a queue', () => {
    const usage = newUsage();
    const sent: string[] = [];
    meteredSender({ send: (queueArn, body) => void sent.push(`${queueArn} ${body}`) }, usage).send(
      'arn:queue',
      'hello',
    );
    expect(sent).toEqual(['arn:queue hello']);
    expect(usage.units.sqs.requests).toBe(1);
  });

  it('counts a call of the API of a queue by the larger of request and answer', async () => {
    const usage = newUsage();
    const receive = meteredQueueApi(() => ({ Body: 'x'.repeat(kilobytes(100)) }), usage);
    await receive('ReceiveMessage', {});
    expect(usage.units.sqs.requests).toBe(2);
  });
});

describe('the routes of usage', () => {
  const nothing = {
    dynamodb: { writeUnits: 0, readUnits: 0, requests: 0 },
    lambda: { invocations: 0, gbSeconds: 0 },
    eventbridge: { events: 0 },
    stepfunctions: { standardTransitions: 0, expressRequests: 0, expressGbSeconds: 0 },
    sqs: { requests: 0 },
    apigateway: { requests: 0 },
    scheduler: { invocations: 0 },
  };

  async function ask(usage: Usage, method: string, query = ''): Promise<unknown> {
    const route = usageRoutes(usage).find((candidate) => candidate.method === method);
    const request = { method, path: '', query, headers: {}, body: Buffer.alloc(0), httpVersion: '1.1', sourceIp: '' };
    const response: HttpResponse | undefined = await route?.handle(request);
    return JSON.parse(String(response?.body));
  }

  it('tell nothing at first, and nothing again after a reset', async () => {
    let transitions = 0;
    const usage = new Usage(() => ({ standardTransitions: transitions, expressRequests: 0, expressGbSeconds: 0 }));
    expect(await ask(usage, 'GET')).toEqual(nothing);
    transitions = 4;
    usage.addTable('Things', { writeUnits: 3, readUnits: 0.5, requests: 2 });
    usage.addScheduledInvocation();
    expect(await ask(usage, 'GET')).toEqual({
      ...nothing,
      dynamodb: { writeUnits: 3, readUnits: 0.5, requests: 2 },
      stepfunctions: { ...nothing.stepfunctions, standardTransitions: 4 },
      scheduler: { invocations: 1 },
    });
    expect(await ask(usage, 'DELETE')).toEqual(nothing);
    transitions = 5;
    const { stepfunctions } = usage.units;
    expect(stepfunctions.standardTransitions).toBe(1);
  });

  it('tell details when they are asked for', async () => {
    const usage = newUsage();
    usage.addTable('Things', { writeUnits: 3, readUnits: 0, requests: 1 });
    usage.addTable('Others', { writeUnits: 1, readUnits: 0, requests: 0 });
    expect(await ask(usage, 'GET', 'details')).toEqual({
      ...nothing,
      dynamodb: { writeUnits: 4, readUnits: 0, requests: 1 },
      details: {
        tables: {
          Things: { writeUnits: 3, readUnits: 0, requests: 1 },
          Others: { writeUnits: 1, readUnits: 0, requests: 0 },
        },
        functions: {},
      },
    });
  });
});
