import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsEndpoint } from '../../../local/endpoint/aws-endpoint.ts';
import { EngineClient } from '../../../local/engine/engine-client.ts';
import { LambdaApi } from '../../../local/lambda/lambda-api.ts';
import { type FunctionInvoker, passThrough } from '../../../local/ports.ts';
import { arnOf } from '../../../local/template/pseudo-parameters.ts';

const echo = arnOf('lambda', 'function:echo');
const failing = arnOf('lambda', 'function:failing');

const functions: FunctionInvoker = {
  invoke: async (functionArn, payload) => {
    if (functionArn === echo) return { ok: true, payload: { echo: payload } };
    if (functionArn === failing) return { ok: false, error: { errorType: 'TypeError', errorMessage: 'no such thing' } };
    return { ok: false, error: { errorType: 'ResourceNotFoundException', errorMessage: functionArn } };
  },
};

const api = new LambdaApi(functions);
const endpoint = new AwsEndpoint({
  engine: new EngineClient(new URL('http://127.0.0.1:9'), 'nobody'),
  services: { Lambda: (operation, input) => api.call(operation, input) },
  authorize: () => undefined,
  interceptor: passThrough,
  streamedTables: new Set(),
  onWritten: () => {},
  report: (problem) => expect.unreachable(problem),
});
let client: LambdaClient;

beforeAll(async () => {
  const credentials = { accessKeyId: 'caller', secretAccessKey: 'local' };
  client = new LambdaClient({ endpoint: await endpoint.listen(), region: 'us-east-1', credentials, maxAttempts: 1 });
});

afterAll(() => endpoint.stop());

async function invoke(FunctionName: string, Payload?: string) {
  const answer = await client.send(new InvokeCommand({ FunctionName, ...(Payload === undefined ? {} : { Payload }) }));
  return { ...answer, Payload: JSON.parse(answer.Payload?.transformToString() ?? '') };
}

describe('The API of Lambda', () => {
  it.each(['echo', echo, `${echo}:$LATEST`])('invokes %s and answers what it answers', async (name) => {
    const answer = await invoke(name, '{"a":[1]}');
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST', Payload: { echo: { a: [1] } } });
    expect(answer.FunctionError).toBeUndefined();
  });

  it('gives an empty object for its event where there is no payload', async () => {
    expect((await invoke('echo')).Payload).toEqual({ echo: {} });
  });

  it('answers the error of a function as its payload, and says so', async () => {
    expect(await invoke('failing', '{}')).toMatchObject({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      Payload: { errorType: 'TypeError', errorMessage: 'no such thing' },
    });
  });

  it('refuses a function that is not there, an event that is no JSON, and a caller who does not wait', async () => {
    await expect(invoke('lost', '{}')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(invoke('echo', '{')).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
    const event = new InvokeCommand({ FunctionName: 'echo', InvocationType: 'Event' });
    await expect(client.send(event)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
