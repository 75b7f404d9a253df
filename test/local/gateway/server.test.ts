import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayServer } from '../../../local/gateway/server.ts';

let port = 0;
const problems: string[] = [];
const server = new GatewayServer(
  async (request) => {
    if (request.path === '/broken') throw new Error('broken');
    const body = JSON.stringify({ ...request, body: request.body.length });
    return { status: 200, headers: { 'set-cookie': ['a=1', 'b=2'] }, body };
  },
  (problem) => problems.push(problem),
);

beforeAll(async () => {
  port = await server.listen(0);
});

afterAll(() => server.stop());

/** Sends bytes as they are, and answers everything that comes back. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  return text(socket);
}

describe('The server', () => {
  it('hands over the request, and sends every cookie', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/a%20b?c=d?e`, { method: 'POST', body: 'xyz' });
    expect(await response.json()).toMatchObject({ method: 'POST', path: '/a%20b', query: 'c=d?e', body: 3 });
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('answers 413 for a body over 10 MB', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
    expect([response.status, await response.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
  });

  it('answers 431 for headers over 10 KB', async () => {
    const answer = await raw(`GET / HTTP/1.1\r\nhost: x\r\nlong: ${'x'.repeat(10_300)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 .*\{"message":"Request Header Fields Too Large"\}$/s);
  });

  it('answers 400 for what is not HTTP', async () => {
    expect(await raw('hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*\{"message":"Bad Request"\}$/s);
  });

  it('answers 500 if the handler fails, and reports it', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/broken`);
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    expect(problems).toEqual([expect.stringContaining('GET /broken: Error: broken')]);
  });

  it('rejects if the port is taken', async () => {
    const other = new GatewayServer(async () => ({ status: 200, headers: {}, body: '' }), console.error);
    await expect(other.listen(port)).rejects.toMatchObject({ code: 'EADDRINUSE', port });
  });
});
