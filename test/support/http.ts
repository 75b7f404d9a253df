export type HttpRequest = {
  readonly method?: string;
  /** With its query. */
  readonly path: string;
  readonly token?: string;
  readonly idempotencyKey?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly text?: string;
};

/** `text` is the body byte for byte; `body` is what it means, `undefined` when it is not JSON. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
};

/** One request; connections are kept and used again. */
export async function send(baseUrl: string, request: HttpRequest): Promise<Answer> {
  const { method = 'GET', path, token, idempotencyKey, body } = request;
  const sent = request.text ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(new URL(path, baseUrl), {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(response.headers, text) };
}

function parsed(headers: Headers, text: string): unknown {
  return /\bjson\b/.test(headers.get('content-type') ?? '') ? JSON.parse(text) : undefined;
}
