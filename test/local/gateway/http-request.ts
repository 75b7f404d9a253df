import type { HttpRequest } from '../../../local/gateway/http-message.ts';

/** A request with the given parts; headers have one value each. */
export function httpRequest(
  method: string,
  target: string,
  { headers = {}, body = '' }: { headers?: Readonly<Record<string, string>>; body?: string | Buffer } = {},
): HttpRequest {
  const [path = '', query = ''] = target.split('?');
  return {
    method,
    path,
    query,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    body: Buffer.from(body),
    httpVersion: '1.1',
    sourceIp: '127.0.0.1',
  };
}
