import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { traced } from '../../functions/trace.ts';

const daemon = createSocket('udp4');
const root = '1-67891233-abcdef012345678912345678';

beforeEach(async () => {
  if (addressOf() === undefined) {
    daemon.bind(0, '127.0.0.1');
    await once(daemon, 'listening');
  }
  process.env.AWS_XRAY_DAEMON_ADDRESS = `127.0.0.1:${addressOf()}`;
  process.env._X_AMZN_TRACE_ID = `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`;
});
afterEach(() => {
  Reflect.deleteProperty(process.env, 'AWS_XRAY_DAEMON_ADDRESS');
  Reflect.deleteProperty(process.env, '_X_AMZN_TRACE_ID');
});

function addressOf(): number | undefined {
  try {
    return daemon.address().port;
  } catch {
    return undefined;
  }
}

async function nextDocument() {
  const [datagram] = await once(daemon, 'message');
  const [header, document] = String(datagram).split('\n');
  expect(header).toBe('{"format":"json","version":1}');
  return JSON.parse(document ?? '');
}

test('a piece of work is a subsegment of the function, found by the correlation id', async () => {
  const told = nextDocument();
  const result = await traced('work', async () => 'done', {
    annotate: (outcome) => ({ orderId: String(outcome), correlationId: 'c' }),
  });
  expect(result).toBe('done');
  expect(await told).toMatchObject({
    type: 'subsegment',
    name: 'work',
    id: expect.stringMatching(/^[0-9a-f]{16}$/),
    trace_id: root,
    parent_id: '53995c3f42cd8ad8',
    annotations: { orderId: 'done', correlationId: 'c' },
  });
});

test('work that fails is told as a fault, and fails as it would', async () => {
  const told = nextDocument();
  const failing = traced('work', () => Promise.reject(new Error('broken')), { annotate: () => ({}) });
  await expect(failing).rejects.toThrow('broken');
  expect(await told).toMatchObject({ fault: true });
  const answered = nextDocument();
  await traced('work', async () => 500, { annotate: () => ({}), isFault: (status) => status >= 500 });
  expect(await answered).toMatchObject({ fault: true });
});

test('work that is for several is told for each', async () => {
  const annotations = [{ correlationId: 'a' }, { correlationId: 'b', orderId: 'c' }];
  const documents: unknown[] = [];
  daemon.on('message', (datagram) => documents.push(JSON.parse(String(datagram).split('\n')[1] ?? '').annotations));
  await traced('relay', async () => 'done', { annotate: () => annotations });
  await vi.waitFor(() => expect(documents).toHaveLength(annotations.length));
  expect(new Set(documents)).toEqual(new Set(annotations));
});

test('nothing is told of what is not sampled, nor where there is no daemon', async () => {
  process.env._X_AMZN_TRACE_ID = `Root=${root};Parent=53995c3f42cd8ad8;Sampled=0`;
  let heard = 0;
  daemon.on('message', () => {
    heard += 1;
  });
  await traced('work', async () => 1, { annotate: () => ({}) });
  Reflect.deleteProperty(process.env, 'AWS_XRAY_DAEMON_ADDRESS');
  process.env._X_AMZN_TRACE_ID = `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`;
  await traced('work', async () => 1, { annotate: () => ({}) });
  process.env.AWS_XRAY_DAEMON_ADDRESS = `127.0.0.1:${addressOf()}`;
  const last = nextDocument();
  await traced('last', async () => 1, { annotate: () => ({}) });
  expect((await last).name).toBe('last');
  expect(heard).toBe(1);
  daemon.close();
});
