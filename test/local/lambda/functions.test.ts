import { afterAll, describe, expect, it } from 'vitest';
import { readFunction } from '../../../local/lambda/function-definition.ts';
import { Functions } from '../../../local/lambda/functions.ts';
import { passThrough } from '../../../local/ports.ts';
import { loadTemplate } from '../../../local/template/template.ts';
import { waitFor } from '../../support/wait.ts';
import { lambdaFunction, writeAssembly } from '../assembly.ts';

const handlers: Readonly<Record<string, string>> = {
  echo: 'async (event, context) => ({ event, name: context.functionName, left: context.getRemainingTimeInMillis() })',
  environment: 'async () => ({ ...process.env })',
  counter: 'async () => (globalThis.count = (globalThis.count ?? 0) + 1)',
  nothing: 'async () => undefined',
  throws: `async () => { class Shortage extends Error { name = 'Shortage'; } throw new Shortage('none left'); }`,
  throwsText: `async () => { throw 'text'; }`,
  exits: 'async () => process.exit(3)',
  rejectsLater: `async () => { Promise.reject(new Error('later')); await new Promise((done) => setTimeout(done, 5000)); }`,
  hangs: 'async () => new Promise(() => { setInterval(() => {}, 1000); })',
  spins: 'async () => { for (;;); }',
  huge: `async () => 'x'.repeat(7 * 1024 * 1024)`,
  waits: 'async (milliseconds) => new Promise((done) => setTimeout(done, milliseconds))',
  talks: `async () => { console.log('said'); console.error('shouted'); }`,
};

const sources = Object.entries(handlers).map(([key, source]) => [key, `export const handler = ${source};`]);
const properties = { Timeout: 1, Environment: { Variables: { COLOUR: 'red' } } };
const directory = writeAssembly({
  resources: Object.fromEntries(
    [...Object.keys(handlers), 'unusable'].map((key) => [key, lambdaFunction(key, properties)]),
  ),
  functions: { ...Object.fromEntries(sources), unusable: 'throw new RangeError("cannot load");' },
});

const output: string[] = [];
const busy: string[] = [];
const functions = new Functions({
  interceptor: passThrough,
  output: (name, text) => output.push(`${name}: ${text}`),
  onBusy: ({ name }, milliseconds) => busy.push(`${name} ${milliseconds > 0}`),
});
const { resources, assetFolders } = loadTemplate(directory);
for (const resource of resources) functions.add(readFunction(resource, assetFolders), { AWS_REGION: 'here' });
afterAll(() => functions.stop());

const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:Shop-${name}`;
const invoke = (name: string, payload: unknown = {}) => functions.invoke(arnOf(name), payload);

describe('A function', () => {
  it('is called with event and context, and answers JSON', async () => {
    const result = await invoke('echo', { a: [1, undefined] });
    expect(result).toEqual({
      ok: true,
      payload: { event: { a: [1, null] }, name: 'Shop-echo', left: expect.any(Number) },
    });
  });

  it('is busy for as long as it is billed', async () => {
    await invoke('echo');
    expect(busy.at(-1)).toBe('Shop-echo true');
  });

  it('has its own variables, and none of this process', async () => {
    expect(await invoke('environment')).toEqual({
      ok: true,
      payload: { COLOUR: 'red', AWS_REGION: 'here', AWS_ACCESS_KEY_ID: expect.stringMatching(/^Shop-environment/) },
    });
  });

  it('stays warm from one invocation to the next', async () => {
    expect(await invoke('counter')).toEqual({ ok: true, payload: 1 });
    expect(await invoke('counter')).toEqual({ ok: true, payload: 2 });
  });

  it('answers null for nothing', async () => {
    expect(await invoke('nothing')).toEqual({ ok: true, payload: null });
  });

  it.each([
    ['throws', { errorType: 'Shortage', errorMessage: 'none left', trace: expect.any(Array) }],
    ['throwsText', { errorType: 'string', errorMessage: 'text', trace: [] }],
    ['unusable', { errorType: 'RangeError', errorMessage: 'cannot load', trace: expect.any(Array) }],
    ['exits', { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with error: exit status 3' }],
    ['rejectsLater', { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with error: Error: later' }],
    ['hangs', { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 1.00 seconds' }],
    ['spins', { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 1.00 seconds' }],
    ['huge', { errorType: 'Function.ResponseSizeTooLarge', errorMessage: expect.stringContaining('6291456 bytes') }],
  ])('that %s is reported as Lambda does', async (name, error) => {
    expect(await invoke(name)).toEqual({ ok: false, error });
  });

  it('is replaced after it died', async () => {
    await invoke('exits');
    expect(await invoke('exits')).toMatchObject({ error: { errorMessage: expect.stringContaining('status 3') } });
  });

  it('takes no event above 6 MB', async () => {
    const result = await invoke('echo', 'x'.repeat(6 * 1024 * 1024));
    expect(result).toMatchObject({ ok: false, error: { errorType: 'RequestTooLargeException' } });
  });

  it('is looked for by its ARN', async () => {
    expect(await invoke('nobody')).toMatchObject({ ok: false, error: { errorType: 'ResourceNotFoundException' } });
  });

  it('writes to its log', async () => {
    await invoke('talks');
    const said = await waitFor('both lines', () => (output.length >= 2 ? output.toSorted() : undefined));
    expect(said).toEqual(['Shop-talks: said\n', 'Shop-talks: shouted\n']);
  });
});

describe('Invocations of one function', () => {
  it('run one after the other as long as they are short, and are pending until the last', async () => {
    const started = performance.now();
    const all = Promise.all([invoke('waits', 100), invoke('waits', 100), invoke('waits', 100)]);
    expect(functions.pending()).toEqual(['function Shop-waits: 3 invocations']);
    await all;
    expect(performance.now() - started).toBeGreaterThan(295);
    expect(functions.pending()).toEqual([]);
  });

  it('do not wait for ever behind one that waits itself', async () => {
    const ended: string[] = [];
    const end = (name: string) => () => ended.push(name);
    await Promise.all([invoke('waits', 950).then(end('long')), invoke('waits', 1).then(end('short'))]);
    expect(ended).toEqual(['short', 'long']);
  });
});
