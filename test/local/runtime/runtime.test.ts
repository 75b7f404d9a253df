import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type LocalRuntime, type LocalRuntimeOptions, startLocalRuntime } from '../../../local/runtime.ts';
import { waitFor } from '../../support/wait.ts';
import { writeAssembly } from '../assembly.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { writeCountingApplication } from './counting-application.ts';
import { role } from './counting-permissions.ts';

const runtimes: LocalRuntime[] = [];
const assembly = writeCountingApplication();

async function start(more: Partial<LocalRuntimeOptions> = {}): Promise<LocalRuntime> {
  const runtime = await startLocalRuntime({
    assembly: async () => assembly,
    dataDirectory: temporaryDirectory(),
    port: 0,
    dynamodbEndpoint: undefined,
    extend: () => ({ routes: [], pending: async () => [] }),
    subjectOf: (text) => text,
    report: () => undefined,
    output: () => undefined,
    onFatal: console.error,
    ...more,
  });
  runtimes.push(runtime);
  return runtime;
}

afterEach(async () => {
  for (const runtime of runtimes.splice(0)) await runtime.stop();
});

async function send(runtime: LocalRuntime, method: string, path: string, body?: object) {
  const headers = { authorization: `Bearer ${await runtime.tokens.issue('me')}` };
  const response = await fetch(runtime.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const put = (runtime: LocalRuntime, id: string) => send(runtime, 'PUT', `/things/${id}`);
const get = (runtime: LocalRuntime, id: string) => send(runtime, 'GET', `/things/${id}`);
const settle = (runtime: LocalRuntime) => send(runtime, 'POST', '/_local/settle', { timeoutSeconds: 20 });

describe('The local runtime', () => {
  it('leads a request through every service of its template, once', async () => {
    const runtime = await start();
    expect(await put(runtime, 'a')).toEqual({ status: 202, body: undefined });
    expect(await settle(runtime)).toEqual({ status: 200, body: { deadLetters: 0 } });
    expect(await get(runtime, 'a')).toEqual({ status: 200, body: { n: 1 } });
    const events = await send(runtime, 'GET', '/_local/events?after=0');
    expect(events.body).toMatchObject({ items: [{ source: 'test', detailType: 'Put', detail: { id: 'a' } }] });
    const last = z.object({ last: z.number() }).parse(events.body).last;
    expect(await send(runtime, 'GET', `/_local/events?after=${last}`)).toMatchObject({ body: { items: [], last } });
  });

  it('shows dead letters, and redrives them', async () => {
    const runtime = await start();
    await put(runtime, 'bad');
    expect(await settle(runtime)).toEqual({ status: 200, body: { deadLetters: 1 } });
    const letters = await send(runtime, 'GET', '/_local/dead-letters');
    expect(letters.body).toMatchObject({ items: [{ queue: 'dead', body: expect.stringContaining('"id":"bad"') }] });
    expect(await send(runtime, 'POST', '/_local/dead-letters/redrive')).toMatchObject({ body: { redriven: 1 } });
    expect(await settle(runtime)).toEqual({ status: 200, body: { deadLetters: 1 } });
  });

  it('redrives failed executions once their cause is gone', async () => {
    const runtime = await start();
    await put(runtime, 'stuck');
    expect(await settle(runtime)).toEqual({ status: 200, body: { deadLetters: 1 } });
    await put(runtime, 'fix');
    expect(await settle(runtime)).toEqual({ status: 200, body: { deadLetters: 1 } });
    expect(await send(runtime, 'POST', '/_local/dead-letters/redrive')).toMatchObject({ body: { redriven: 1 } });
    expect(await settle(runtime)).toEqual({ status: 200, body: { deadLetters: 0 } });
    expect(await get(runtime, 'stuck')).toEqual({ status: 200, body: { n: 1 } });
  });

  it('finds everything again after a restart on the same directory', async () => {
    const dataDirectory = temporaryDirectory();
    const first = await start({ dataDirectory });
    const token = await first.tokens.issue('me');
    const ids = Array.from({ length: 20 }, (_, index) => `id-${index}`);
    await Promise.all(ids.map((id) => put(first, id)));
    await first.stop();
    const second = await start({ dataDirectory });
    expect(await settle(second)).toEqual({ status: 200, body: { deadLetters: 0 } });
    const counts = await Promise.all(ids.map((id) => get(second, id)));
    expect(counts.map(({ body }) => z.object({ n: z.number() }).parse(body).n >= 1)).toEqual(ids.map(() => true));
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${second.url}/things/x`, { method: 'PUT', headers })).status).toBe(202);
  });

  it('answers 401 without a good token, and 404 for unknown routes', async () => {
    const runtime = await start();
    const response = await fetch(`${runtime.url}/things/a`, { method: 'PUT' });
    expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }]);
    expect(await send(runtime, 'GET', '/nowhere')).toEqual({ status: 404, body: { message: 'Not Found' } });
    expect(await send(runtime, 'GET', '/_local/nowhere')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await send(runtime, 'GET', '/_local/settle')).toMatchObject({ status: 405 });
  });

  it('answers 504 with what has not settled', async () => {
    const runtime = await start({ extend: () => ({ routes: [], pending: async () => ['one order'] }) });
    const answer = await send(runtime, 'POST', '/_local/settle', { timeoutSeconds: 0.1 });
    expect(answer).toMatchObject({ status: 504, body: { code: 'not_settled', pending: ['one order'] } });
    expect(await send(runtime, 'POST', '/_local/settle', { timeoutSeconds: 'soon' })).toMatchObject({ status: 400 });
  });

  it('refuses a data directory that another run uses, and a port that is taken', async () => {
    const dataDirectory = temporaryDirectory();
    const first = await start({ dataDirectory });
    await expect(start({ dataDirectory })).rejects.toThrow('Another run uses the data directory');
    await expect(start({ port: Number(new URL(first.url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(await put(first, 'a')).toMatchObject({ status: 202 });
  });

  it('refuses a resource that it does not know, and leaves nothing behind', async () => {
    const dataDirectory = temporaryDirectory();
    const unknown = writeAssembly({ resources: { Bucket: { Type: 'AWS::S3::Bucket' } } });
    const refused = start({ dataDirectory, assembly: async () => unknown });
    await expect(refused).rejects.toThrow('Bucket: AWS::S3::Bucket is not supported by the local run');
    await start({ dataDirectory });
  });
});

const permissionReport = z.object({
  unused: z.array(z.string()),
  denials: z.array(z.object({ principal: z.string(), action: z.string() })),
});

async function permissions(runtime: LocalRuntime) {
  return permissionReport.parse((await send(runtime, 'GET', '/_local/permissions')).body);
}

describe('The permissions of a template', () => {
  it('suffice for what it does, and none is left over once it has done all that it can', async () => {
    const runtime = await start();
    expect((await permissions(runtime)).unused).not.toEqual([]);
    await Promise.all([put(runtime, 'a'), put(runtime, 'stuck')]);
    await settle(runtime);
    await get(runtime, 'a');
    expect(await permissions(runtime)).toEqual({ unused: [], denials: [] });
  });

  it.each([
    ['PutRole', role('lambda'), 'assumed-role/Shop-PutRole/Shop-Put', 'dynamodb:PutItem'],
    ['PublishRole', role('lambda'), 'assumed-role/Shop-PublishRole/Shop-Publish', 'dynamodb:DescribeStream'],
    ['ConsumeRole', role('lambda'), 'assumed-role/Shop-ConsumeRole/Shop-Consume', 'sqs:ReceiveMessage'],
    ['CountRole', role('lambda'), 'assumed-role/Shop-CountRole/Shop-Count', 'dynamodb:GetItem'],
    ['GetRole', role('lambda'), 'assumed-role/Shop-GetRole/Shop-Get', 'dynamodb:GetItem'],
    ['MachineRole', role('states'), 'assumed-role/Shop-MachineRole/a', 'lambda:InvokeFunction'],
    ['WorkPolicy', undefined, 'events.amazonaws.com', 'sqs:SendMessage'],
    ['PutPermission', undefined, 'apigateway.amazonaws.com', 'lambda:InvokeFunction'],
    ['GetPermission', undefined, 'apigateway.amazonaws.com', 'lambda:InvokeFunction'],
  ])('are each needed: without %s it is denied what it does', async (name, without, principal, action) => {
    const told: string[] = [];
    const lacking = writeCountingApplication({ [name]: without });
    const runtime = await start({ assembly: async () => lacking, report: (problem) => told.push(problem) });
    await put(runtime, 'a');
    const { body } = await get(runtime, 'a');
    const denials = await waitFor('the denial', async () => {
      const found = (await permissions(runtime)).denials;
      return found.length > 0 ? found : undefined;
    });
    expect(denials).toMatchObject([{ principal: expect.stringContaining(principal), action }]);
    expect(body).not.toEqual({ n: 1 });
    expect(told.join()).toContain('Access denied: ');
  });
});
